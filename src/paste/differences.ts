/** In what an imported command and the update made of it differ; `src/messages/curl.ts` has the sentence for each. */
export type DifferenceCode =
  /** The command carries a password or token: kept apart, in no text. */
  | 'password-found'
  /** The password, or another part, is a variable (`name`) whose value the text does not tell. */
  | 'variable-unknown'
  /** The command signs in as `username`; the connection does not. */
  | 'user-differs'
  /** `-k`: certificates are always checked here. */
  | 'insecure-ignored'
  /** Another `origin` than that of the `active` connection; `connection` is the user's own one for it. */
  | 'host-differs'
  /** Another `path` than the `expected` one, the ids being the same. */
  | 'path-differs'
  /** Parameters (`names`) in the URL. */
  | 'query-dropped'
  /** Another `method` than PUT. */
  | 'method-differs'
  /** A header (`name`) that is not sent. */
  | 'header-dropped'
  /** The command sends its body as `value`. */
  | 'content-type-differs'
  /** Quotes or dashes of a word processor, read as those of a shell. */
  | 'typography-mended'
  /** The text does not tell the body. */
  | 'body-unknown'
  /** `-L`: redirects are refused here. */
  | 'redirects-ignored'
  /** An `option` that has no bearing on the update, or is not known. */
  | 'option-ignored'
  /** An `option` names a file or a stream, which is not read. */
  | 'file-not-read'
  /** Only the first of several requests or URLs was taken. */
  | 'further-requests-ignored'
  /** A number at `field` travels as text, as in the documented example. */
  | 'body-number-to-text'
  /** The body was a form. */
  | 'body-form-encoded'
  /** The body was neither a JSON object nor a form: no field could be read. */
  | 'body-not-read'
  /** A `key` of the body that the API does not document. */
  | 'unknown-key'
  /** The value at `field` is neither text nor a whole number that kept its digits. */
  | 'value-dropped';

export interface Difference {
  code: DifferenceCode;
  /** Names and facts for the sentence. Never a password, a token, or the value of a header or a cookie. */
  params?: Readonly<Record<string, string>>;
}

/** Makes a difference. */
export function difference(code: DifferenceCode, params?: Readonly<Record<string, string>>): Difference {
  return params ? { code, params } : { code };
}

/** The list without repetitions, in the order of first mention. */
export function distinct(differences: readonly Difference[]): Difference[] {
  const seen = new Map(differences.map((each) => [JSON.stringify(each), each]));
  return [...seen.values()];
}
