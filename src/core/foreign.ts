declare const untrusted: unique symbol;

/**
 * Text that somebody else wrote: a server, a file, the author of a repository. Every string may become one, but none
 * becomes a string again by itself, so the compiler asks at each place what is to be done with it: {@link shown} makes
 * it fit for people, {@link raw} takes it as it is, to compare, send or store it.
 */
export type Foreign = string | Untrusted;

/** Never made: it only keeps {@link Foreign} from being taken for a string. */
interface Untrusted {
  readonly [untrusted]: never;
}

/** How many characters of a value stand in a sentence, a row or a review. */
export const longestShown = 60;

/**
 * What a reader would not see, or would see in another place than it stands: control, format and bidirectional
 * characters, halves of pairs, line ends, private ones, and letters that are drawn as nothing.
 */
const unseen = /[\p{C}\p{DI}\p{Zl}\p{Zp}\u2800]/gu;

/** Blanks that look like a space and are none. */
const oddBlank = /(?! )\p{Zs}/gu;

/** Letters that turn the line around. */
const rightToLeft =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Samaritan}\p{Script=Mandaic}\p{Script=Adlam}]+/gu;
const leftAgain = '\u200e';

/** The text as it came, to be compared, sent or stored; never to be shown. */
export function raw(text: Foreign): string {
  return text as string;
}

/**
 * A value from outside, fit to stand inside a sentence: one line, cut at `longest` characters, everything that cannot
 * be seen written as `\u202e`.
 */
export function shown(text: Foreign | undefined, longest = longestShown): string {
  const characters = Array.from(raw(text ?? ''));
  const cut = characters.length > longest ? `${characters.slice(0, longest).join('')}…` : characters.join('');
  return line(cut.replace(oddBlank, escaped));
}

/** A whole text as one line in which nothing is hidden and no letter moves what stands after it. */
export function line(text: Foreign): string {
  return raw(text)
    .replace(new RegExp(`(${rightToLeft.source})${leftAgain}`, 'gu'), '$1')
    .replace(unseen, escaped)
    .replace(rightToLeft, `$&${leftAgain}`);
}

/** The same line by line, where a whole text is shown as it is laid out. */
export function shownLines(text: Foreign): string {
  return raw(text).split(/\r?\n/).map(line).join('\n');
}

/**
 * A message in which no foreign text is a link. VS Code looks for `[label](command:…)` in the *formatted* message, so
 * this comes last: a label and its target may stand in two values.
 */
export function withoutLinks(text: string): string {
  return text.replaceAll('](', '] (');
}

/** Text for a surface that draws `$(name)` as an icon: what is called so is read as it is written. */
export function withoutIcons(text: string): string {
  return text.replace(/(?<!\\)\$\(/g, '\\$(');
}

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`;
}
