import type { Diagnosis, DiagnosisCode } from '../diagnosis/codes.js';

/** An error as the API words it: HTTP status, its own number, and the message in both languages. */
interface Wording {
  status: number;
  number: number;
  en: string;
  pl: string;
}

/** The shape of errors is documented, their texts and numbers are not: these are the simulator's own. */
const wordings: Record<DiagnosisCode, Wording> = {
  'auth-missing': word(401, 100, 'Authentication required.', 'Wymagane uwierzytelnienie.'),
  'auth-scheme': word(401, 101, 'Basic authentication required.', 'Wymagane uwierzytelnienie Basic.'),
  'auth-wrong': word(401, 102, 'Wrong user name or password.', 'Błędna nazwa użytkownika lub hasło.'),
  'method-wrong': word(404, 110, 'Method not found.', 'Nie znaleziono metody.'),
  'path-wrong': word(404, 111, 'Method not found.', 'Nie znaleziono metody.'),
  'trailing-slash': word(404, 112, 'Method not found.', 'Nie znaleziono metody.'),
  'campaign-id-shape': word(400, 120, 'Wrong campaign id.', 'Błędny identyfikator kampanii.'),
  'campaign-unknown': word(404, 121, 'Campaign not found.', 'Nie znaleziono kampanii.'),
  'customer-unknown': word(404, 122, 'Customer not found.', 'Nie znaleziono klienta.'),
  'body-missing': word(400, 130, 'Request body is empty.', 'Treść żądania jest pusta.'),
  'body-form-encoded': word(400, 131, 'Request body is not JSON.', 'Treść żądania nie jest w formacie JSON.'),
  'body-not-object': word(
    400,
    132,
    'Request body is not a JSON object.',
    'Treść żądania nie jest obiektem JSON.',
  ),
  'json-broken': word(400, 133, 'Request body is not valid JSON.', 'Treść żądania nie jest poprawnym JSON.'),
  'content-type': word(415, 134, 'Unsupported content type.', 'Nieobsługiwany typ treści.'),
  'content-length': word(
    400,
    135,
    'Request body is not valid JSON.',
    'Treść żądania nie jest poprawnym JSON.',
  ),
  encoding: word(400, 136, 'Request body is not UTF-8.', 'Treść żądania nie jest w UTF-8.'),
  'unknown-key': word(400, 140, 'Unknown parameter.', 'Nieznany parametr.'),
  'unknown-parameter': word(400, 139, 'Unknown parameter.', 'Nieznany parametr.'),
  'limit-cut': word(200, 0, 'Limit exceeded.', 'Przekroczony limit.'),
  'null-value': word(400, 141, 'Wrong value of a parameter.', 'Błędna wartość parametru.'),
  'status-unknown': word(400, 142, 'Status not found.', 'Nie znaleziono statusu.'),
  'agent-required': word(
    400,
    143,
    'Parameter agent_login is required.',
    'Parametr agent_login jest wymagany.',
  ),
  'date-required': word(
    400,
    144,
    'Parameter next_call_date is required.',
    'Parametr next_call_date jest wymagany.',
  ),
  'date-format': word(400, 145, 'Wrong format of next_call_date.', 'Błędny format next_call_date.'),
  'date-impossible': word(400, 146, 'Wrong date in next_call_date.', 'Błędna data w next_call_date.'),
  'agent-unknown': word(400, 147, 'Agent not found.', 'Nie znaleziono agenta.'),
  'agent-inactive': word(400, 148, 'Agent is not active.', 'Agent jest nieaktywny.'),
  'duplicate-header': word(400, 150, 'Duplicate header.', 'Powtórzony nagłówek.'),
  'record-exists': word(400, 151, 'Record already exists.', 'Rekord już istnieje.'),
  'not-simulated': word(
    501,
    152,
    'The simulator does not play this call.',
    'Symulator nie obsługuje tej metody.',
  ),
  'success-misread': word(200, 0, 'Succeeded before.', 'Powiodło się wcześniej.'),
  unchanged: word(200, 0, 'Nothing changed.', 'Nic się nie zmieniło.'),
};

function word(status: number, number: number, en: string, pl: string): Wording {
  return { status, number, en, pl };
}

export interface ErrorAnswer {
  status: number;
  errors: { message: string; code: number }[];
}

/**
 * The answer to a refused request. One stage speaks at a time, as in a server that checks them in turn:
 * who asks, then where, then what.
 */
export function errorAnswer(refused: readonly Diagnosis[], polish: boolean): ErrorAnswer | undefined {
  const all = refused.map((each) => wordings[each.code]);
  const stage = [401, 404, 501, 415, 400].find((status) => all.some((each) => each.status === status));
  if (stage === undefined) return undefined;
  const errors = all
    .filter((each) => each.status === stage)
    .map((each) => ({ message: polish ? each.pl : each.en, code: each.number }));
  return { status: stage, errors };
}
