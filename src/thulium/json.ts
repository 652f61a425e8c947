/** Strings (passed over) and whole numbers long enough to lose digits. */
const stringsAndLongNumbers = /"(?:[^"\\]|\\.)*"|-?\b\d{16,}\b(?![.eE])/g;

/**
 * `JSON.parse` that keeps ids beyond 2^53 right: whole numbers that would lose digits come out as text.
 *
 * @throws SyntaxError as `JSON.parse` does
 */
export function parseJson(text: string): unknown {
  const safe = /\d{16}/.test(text)
    ? text.replace(stringsAndLongNumbers, (token) =>
        token.startsWith('"') || Number.isSafeInteger(Number(token)) ? token : `"${token}"`,
      )
    : text;
  return JSON.parse(safe);
}

/** Like {@link parseJson}, but undefined for text that is no JSON. */
export function tryParseJson(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
