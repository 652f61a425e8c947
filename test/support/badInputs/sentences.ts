import type { Fix } from '../../../src/bulk/plan/columnFixes.js';

export type Language = 'en' | 'pl';
export type Sentence = Readonly<Record<Language, string>>;

const templates = {
  blank: ['{0} is required.', '{0}: pole wymagane.'],
  'lone-surrogate': [
    '{0} contains half of a character, which can’t be sent. Enter it again.',
    '{0}: wartość zawiera połówkę znaku, której nie da się wysłać. Wpisz ją ponownie.',
  ],
  'unknown-key': ['Unknown property “{0}”.', '„{0}” nie jest tu znane: sprawdź pisownię albo to usuń.'],
  'no-fields': [
    'Nothing to change. Set at least one field.',
    'Nie ma czego zmieniać: ustaw co najmniej jedno pole.',
  ],
  'campaign-id-shape': [
    '“{0}” isn’t a valid campaign ID. A campaign ID has exactly five letters or digits, for example 00001.',
    '„{0}” nie jest identyfikatorem kampanii: to dokładnie pięć liter lub cyfr, np. 00001.',
  ],
  'campaign-id-zeros-lost': [
    '“{0}” is too short: a campaign ID has five characters. Did you mean {1}? (Excel and JSON numbers drop leading zeros.)',
    '„{0}” jest za krótkie: identyfikator kampanii ma pięć znaków. Czy chodziło o {1}? (Excel i liczby w JSON gubią zera wiodące.)',
  ],
  'customer-id-shape': [
    '“{0}” isn’t a valid customer ID. Enter the CRM customer_id (1–20 digits), for example 441.',
    '„{0}” nie jest identyfikatorem klienta: to numer klienta w CRM Thulium, od 1 do 20 cyfr, np. 441, a nie Twój własny.',
  ],
  'customer-id-scientific': [
    '“{0}” is a number whose last digits were lost, as happens in spreadsheets and with JSON numbers. Get the ID from its source again, as text.',
    '„{0}” to liczba bez ostatnich cyfr: zgubił je arkusz kalkulacyjny albo JSON. Pobierz identyfikator ponownie ze źródła, jako tekst.',
  ],
  'number-spaces': ['{0}: “{1}” has stray spaces. Use “{2}”.', '{0}: „{1}” ma zbędne spacje. Wpisz „{2}”.'],
  'order-shape': [
    '“{0}” isn’t a valid order. Enter a whole number, 0 or greater.',
    '„{0}” nie jest kolejnością: to liczba całkowita, 0 lub więcej, np. 50.',
  ],
  'agent-login-shape': [
    'The agent login contains a tab, a line break, or another control character. Remove it.',
    'Login agenta zawiera tabulator, koniec wiersza lub inny znak sterujący: usuń go.',
  ],
  'date-format': [
    '“{0}” isn’t a valid date. Use YYYY-MM-DD hh:mm (24-hour), for example 2018-05-24 12:24.',
    '„{0}” nie jest datą w formacie RRRR-MM-DD gg:mm, np. 2018-05-24 12:24 (zegar 24-godzinny).',
  ],
  'date-rewritten': [
    'Thulium expects YYYY-MM-DD hh:mm. Use “{1}” instead of “{0}”.',
    'Thulium przyjmuje daty w formacie RRRR-MM-DD gg:mm: zamiast „{0}” wpisz „{1}”.',
  ],
  'date-impossible': [
    '{0} isn’t a real date or time. Check the day and the hour (00:00–23:59).',
    'Nie ma takiej daty lub godziny: {0}. Popraw dzień albo godzinę (od 00:00 do 23:59).',
  ],
  'date-gap': [
    '2026-03-29 02:30 doesn’t exist in Europe/Warsaw because of daylight saving time. Use 2026-03-29 01:30 or 2026-03-29 03:30.',
    '2026-03-29 02:30 nie istnieje: zegar strefy Europe/Warsaw ją pomija. Wpisz 2026-03-29 01:30 albo 2026-03-29 03:30.',
  ],
  'date-overlap': [
    '{0} occurs twice in Europe/Warsaw because clocks go back. The API can’t tell which one you mean.',
    '{0} występuje w strefie Europe/Warsaw dwa razy, bo zegar się cofa: API nie pozwala wskazać, o którą chwilę chodzi.',
  ],
  'date-past': [
    '{0} is in the past (Europe/Warsaw). How Thulium handles past dates isn’t documented.',
    '{0} w strefie Europe/Warsaw już minęło. Nie jest udokumentowane, co Thulium robi z datą w przeszłości.',
  ],
  'agent-required': [
    'Status “Mine” (My record) requires an agent. Add agent_login.',
    'Status „Mine” (Mój rekord) wymaga agenta: podaj agent_login.',
  ],
  'date-required-mine': [
    'Status “Mine” (My record) requires a next contact date. Add next_call_date.',
    'Status „Mine” (Mój rekord) wymaga daty następnego kontaktu: podaj next_call_date.',
  ],
  'date-required-later': [
    'Status “Later” (Call after date) requires a next contact date. Add next_call_date.',
    'Status „Later” (Kontakt nie wcześniej niż) wymaga daty następnego kontaktu: podaj next_call_date.',
  ],
  'left-out': [
    '“{0}” isn’t a parameter of this call. It was skipped.',
    '„{0}” nie jest parametrem tego wywołania i zostaje pominięte.',
  ],
  'did-you-mean': [
    '“{0}” isn’t a parameter of this call. Did you mean {1}?',
    '„{0}” nie jest parametrem tego wywołania: czy chodziło o {1}?',
  ],
  'changes-nothing': [
    'The body has no fields, so nothing changes.',
    'Treść nie podaje żadnego pola, więc nic się nie zmienia.',
  ],
  'is-past': ['{0} is in the past in Europe/Warsaw.', '{0} w strefie Europe/Warsaw już minęło.'],
  'no-agent': [
    '“{0}” isn’t an agent in this campaign. agent_login takes the login, not the name or number.',
    '„{0}” nie jest agentem tej kampanii: agent_login to login, a nie nazwisko ani numer.',
  ],
  'system-shape': [
    '“{0}” isn’t a valid system name. Enter the first part of your address, such as “acme” for acme.thulium.com (letters, digits, and inner hyphens, at most 63).',
    '„{0}” nie jest nazwą systemu: to pierwsza część adresu, np. firma dla firma.thulium.com. Litery bez polskich znaków, cyfry i łączniki w środku, najwyżej 63 znaki.',
  ],
  'username-shape': [
    'A user name can’t contain a colon or a control character.',
    'Nazwa użytkownika nie może zawierać dwukropka ani znaku sterującego.',
  ],
  'password-shape': [
    'The password contains a line break or another control character. Paste it again.',
    'Hasło nie może zawierać końca wiersza ani innego znaku sterującego: wklej je ponownie.',
  ],
} as const;

/** What follows in a file of a bulk update, where a repair of the whole column would settle the row. */
const repairs = {
  en: ['Fix for the whole column: ', 'Fixes for the whole column: ', '“', '”'],
  pl: ['Poprawka całej kolumny: ', 'Poprawki całej kolumny: ', '„', '”'],
} as const;

export type SentenceName = keyof typeof templates;

/** What a user reads, word for word, in both languages; kept apart from the translations so that it pins them. */
export function sentence(name: SentenceName, ...facts: readonly (string | Sentence)[]): Sentence {
  const [en, pl] = templates[name];
  const filled = (text: string, language: Language): string =>
    text.replace(/\{(\d)\}/g, (_, index: string) => {
      const fact = facts[Number(index)] ?? '';
      return typeof fact === 'string' ? shown(fact) : fact[language];
    });
  return { en: filled(en, 'en'), pl: filled(pl, 'pl') };
}

/** A sentence with the repairs of a whole column that would settle it, by the names that argument objects take. */
export function repairable({ en, pl }: Sentence, ...fixes: readonly Fix[]): Sentence {
  const named = (language: Language): string => {
    const [one, more, open, close] = repairs[language];
    return `${fixes.length === 1 ? one : more}${fixes.map((fix) => `${open}${fix}${close}`).join(', ')}.`;
  };
  return { en: `${en} ${named('en')}`, pl: `${pl} ${named('pl')}` };
}

/** Characters that nobody could see stand in a sentence by their numbers, and what is too long is cut. */
function shown(text: string): string {
  const visible = text.replace(
    /\p{Cc}/gu,
    (each) => `\\u00${each.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
  return text.length > 60 ? `${visible.slice(0, 60)}…` : visible;
}
