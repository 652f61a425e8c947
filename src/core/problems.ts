/**
 * What can be wrong with input, coded; `src/messages` has the sentence for each.
 * An error keeps the update from being sent, a warning lets the user decide.
 */
export type ProblemCode =
  | 'required'
  | 'blank'
  | 'wrong-type'
  | 'unknown-key'
  | 'lone-surrogate'
  | 'no-fields'
  | 'campaign-id-shape'
  | 'campaign-id-zeros-lost'
  | 'customer-id-shape'
  | 'customer-id-scientific'
  | 'status-id-shape'
  | 'order-shape'
  | 'agent-login-shape'
  | 'date-format'
  | 'date-impossible'
  | 'date-gap'
  | 'date-overlap'
  | 'date-past'
  | 'agent-required'
  | 'date-required'
  | 'status-unknown'
  | 'status-mismatch'
  | 'agent-unknown'
  | 'agent-inactive'
  | 'campaign-unknown'
  | 'connection-name-taken'
  | 'connection-name-long'
  | 'address-twice'
  | 'system-shape'
  | 'base-url-shape'
  | 'base-url-insecure'
  /** Blanks at its ends, or invisible characters: `suggestion` is the text without them, left out for a password. */
  | 'text-untidy'
  | 'username-shape'
  | 'password-shape'
  | 'connection-unknown'
  | 'template-unknown'
  | 'template-variable'
  | 'template-variable-missing'
  | 'status-file-shape';

export interface Problem {
  code: ProblemCode;
  severity: 'error' | 'warning';
  /** Where: a parameter of the API (`next_call_date`), `campaignId`, `customerId`, or a connection's property. */
  field: string;
  /** Facts for the sentence, such as `suggestion`, `value`, `before` and `after`. */
  params?: Readonly<Record<string, string>>;
}

/** An error at `field`. */
export function problem(code: ProblemCode, field: string, params?: Record<string, string>): Problem {
  return params ? { code, severity: 'error', field, params } : { code, severity: 'error', field };
}

/** A warning at `field`: the user may send all the same. */
export function warning(code: ProblemCode, field: string, params?: Record<string, string>): Problem {
  return { ...problem(code, field, params), severity: 'warning' };
}

/** True when nothing in the list keeps an update from being sent. */
export function isSendable(problems: readonly Problem[]): boolean {
  return problems.every((each) => each.severity === 'warning');
}
