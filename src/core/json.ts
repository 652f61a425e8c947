/**
 * Levels of lists and objects in a text that is still read: no answer of the API and no file has a tenth of them, and
 * what is nested 100,000 deep ends every program that goes through it by calling itself.
 */
export const deepestNesting = 200;

/**
 * `JSON.parse` for text from outside that keeps ids beyond 2^53 right: whole numbers that would lose digits come out as
 * text. One pass over the text before it is parsed, whatever is in it.
 *
 * @throws SyntaxError as `JSON.parse` does, and for a nesting deeper than {@link deepestNesting}
 */
export function parseJson(text: string): unknown {
  return JSON.parse(quoteLongNumbers(text));
}

/** Like {@link parseJson}, but undefined for text that is no JSON. */
export function tryParseJson(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

/** True for a text with more than {@link deepestNesting} lists and objects inside each other, JSON or not. */
export function isTooDeep(text: string): boolean {
  return scan(text) === undefined;
}

function quoteLongNumbers(text: string): string {
  const found = scan(text);
  if (!found) throw new SyntaxError(`Nested deeper than ${deepestNesting}`);
  if (found.length === 0) return text;
  const parts: string[] = [];
  let last = 0;
  for (const { start, end } of found) {
    parts.push(text.slice(last, start), '"', text.slice(start, end), '"');
    last = end;
  }
  parts.push(text.slice(last));
  return parts.join('');
}

const quote = 0x22;
const backslash = 0x5c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const minus = 0x2d;

/** Places of whole numbers that would lose digits; undefined where the text is nested too deep. */
function scan(text: string): { start: number; end: number }[] | undefined {
  const found: { start: number; end: number }[] = [];
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    const letter = text.charCodeAt(index);
    if (letter === quote) index = endOfString(text, index + 1);
    else if (letter === openBracket || letter === openBrace) {
      if (++depth > deepestNesting) return undefined;
    } else if (letter === closeBracket || letter === closeBrace) depth--;
    else if (letter === minus || isDigit(letter)) {
      const start = index;
      while (index + 1 < text.length && isOfNumber(text.charCodeAt(index + 1))) index++;
      const token = index + 1 - start < 16 ? '' : text.slice(start, index + 1);
      if (/^-?\d{16,}$/.test(token) && !Number.isSafeInteger(Number(token))) {
        found.push({ start, end: index + 1 });
      }
    }
  }
  return found;
}

/** Index of the quote that ends a string, or of the text's end. */
function endOfString(text: string, from: number): number {
  let index = from;
  while (index < text.length) {
    const letter = text.charCodeAt(index);
    if (letter === quote) break;
    index += letter === backslash ? 2 : 1;
  }
  return index;
}

function isDigit(letter: number): boolean {
  return letter >= 0x30 && letter <= 0x39;
}

/** Digits, signs, the point and the `e` of an exponent. */
function isOfNumber(letter: number): boolean {
  return (
    isDigit(letter) || letter === minus || letter === 0x2b || letter === 0x2e || (letter | 0x20) === 0x65
  );
}
