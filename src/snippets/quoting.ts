/**
 * One word of bash (and of every POSIX shell) with exactly this text. Single quotes, because nothing is
 * special inside them, not even `!` at an interactive prompt.
 */
export function bashQuote(text: string): string {
  return isPlainWord(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** True for text that no shell, bash, PowerShell or cmd, reads anything into. */
function isPlainWord(text: string): boolean {
  return /^[A-Za-z0-9_.][A-Za-z0-9_.-]*$/.test(text);
}

/**
 * One argument of a program started at the prompt of cmd.exe. Two parsers read it: the C runtime of the
 * program (`\"` is a quote, a backslash counts only before a quote) and before it cmd, from which every
 * special character is hidden by a caret. Even the outer quotes get one: so cmd never believes itself
 * inside quotes, where carets would stay. A percent sign gets one on each side: the name between two of
 * them is then none of a variable. In a batch file that last rule differs (`%%`), see {@link cmdJson}.
 */
export function cmdQuote(text: string): string {
  if (isPlainWord(text)) return text;
  const argument = text.replace(/(\\*)("|$)/g, (_, slashes: string, quote: string) =>
    quote === '' ? slashes + slashes : `${slashes}${slashes}\\"`,
  );
  if (/^[A-Za-z0-9 _.:;/+=@~,?#$*'-]*$/.test(argument)) return `"${argument}"`;
  const hidden = argument
    .replace(/[^A-Za-z0-9 _.:/+=@~,?#$*'-]/gu, (character) =>
      character > '\x7f' ? character : `^${character}`,
    )
    .replace(/\^%(?=[A-Za-z0-9_])/g, '^%^');
  return `^"${hidden}^"`;
}

/**
 * JSON as one argument for cmd.exe, at the prompt and in a batch file alike: whatever one of the two, the
 * C runtime or a code page could touch (quotes inside values, `%`, `!`, `^`, `&`, letters beyond ASCII) is
 * written as JSON's own `\uXXXX`, which any server decodes to the same text. An older curl.exe takes
 * arguments in the ANSI code page: raw Polish letters would not arrive as UTF-8.
 *
 * @param json as `JSON.stringify` makes it for an object of texts
 */
export function cmdJson(json: string): string {
  const escaped = json.replace(/"((?:[^"\\]|\\.)*)"/g, (literal) => {
    const text: unknown = JSON.parse(literal);
    return `\\"${String(text).replace(/[^A-Za-z0-9 _.:@/+-]/g, jsonEscape)}\\"`;
  });
  return `"${escaped}"`;
}

function jsonEscape(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/**
 * A string literal of Java. Letters beyond ASCII are written as `\uXXXX`: before Java 18 the compiler reads
 * a source file in the machine's own encoding.
 */
export function javaString(text: string): string {
  const escaped = text
    .replace(/["\\]/g, '\\$&')
    .replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return `"${escaped}"`;
}
