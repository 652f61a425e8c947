/**
 * A value from outside, fit to stand inside a sentence: cut at `longest` characters, with control
 * and invisible characters written as `\u0009`, because a tab or a zero-width space would otherwise be
 * the one thing the reader cannot see.
 */
export function quoted(value: string | undefined, longest = 60): string {
  const characters = Array.from(value ?? '');
  const shown = characters
    .slice(0, longest)
    .map((each) => (/[\p{C}\p{Zl}\p{Zp}\u00a0]/u.test(each) ? escaped(each) : each));
  return shown.join('') + (characters.length > longest ? '…' : '');
}

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`;
}
