/** Everything a request can be told about itself; a contract: other programs switch on it. */
export const diagnosisCodes = [
  'auth-missing',
  'auth-scheme',
  'auth-wrong',
  'method-wrong',
  'path-wrong',
  'trailing-slash',
  'campaign-id-shape',
  'campaign-unknown',
  'customer-unknown',
  'body-missing',
  'body-form-encoded',
  'body-not-object',
  'json-broken',
  'content-type',
  'content-length',
  'encoding',
  'unknown-key',
  'unknown-parameter',
  'limit-cut',
  'null-value',
  'status-unknown',
  'agent-required',
  'date-required',
  'date-format',
  'date-impossible',
  'agent-unknown',
  'agent-inactive',
  'duplicate-header',
  'unchanged',
  'success-misread',
  'record-exists',
  'not-simulated',
] as const;

export type DiagnosisCode = (typeof diagnosisCodes)[number];

/**
 * `documented`: the vendor's documentation or a standard says so. `likely`: it follows from what is seen.
 * `unknown`: nobody has documented what Thulium does here.
 */
export type Certainty = 'documented' | 'likely' | 'unknown';

export interface Diagnosis {
  code: DiagnosisCode;
  certainty: Certainty;
  /** Facts for the sentence; `kind` tells variants of one code apart. */
  params?: Readonly<Record<string, string>>;
}

/** A diagnosis of a rule that is documented. */
export function documented(code: DiagnosisCode, params?: Record<string, string>): Diagnosis {
  return { code, certainty: 'documented', ...(params && { params }) };
}

/** A diagnosis that follows from what is seen. */
export function likely(code: DiagnosisCode, params?: Record<string, string>): Diagnosis {
  return { ...documented(code, params), certainty: 'likely' };
}

/** A diagnosis of something undocumented. */
export function unknown(code: DiagnosisCode, params?: Record<string, string>): Diagnosis {
  return { ...documented(code, params), certainty: 'unknown' };
}
