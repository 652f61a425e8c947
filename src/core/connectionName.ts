import { checkText } from './ids.js';
import { problem, type Problem } from './problems.js';

/** A name longer than a line of the status bar tells nothing more. */
const longestName = 60;

/** What is not drawn, or turns the line around: no name has it, whatever program pasted it. */
const unseen = /[\p{C}\p{DI}\p{Zl}\p{Zp}\u2800]/gu;

/** Letters of other scripts, and signs, under the Latin one that they are drawn like; by Unicode's confusables (UTS 39). */
const lookalikes: Readonly<Record<string, string>> = {
  a: 'аαɑᴀꭺ',
  b: 'вβЬьʙᏴ',
  c: 'сϲᴄⲥ',
  d: 'ԁᴅᏧ',
  e: 'еєεҽᴇ',
  f: 'ϝꜰ',
  g: 'ɡԍɢց',
  h: 'нһηհʜ',
  j: 'јϳᴊյ',
  k: 'кκᴋ',
  l: '1i|ıіιӏɪⅼǀ',
  m: 'мμᴍ',
  n: 'пոɴ',
  o: '0оοσօᴏ',
  p: 'рρᴘ',
  q: 'ԛգ',
  r: 'гʀᴦ',
  s: 'ѕꜱʂ',
  t: 'тτᴛ',
  u: 'υսᴜ',
  v: 'νѵᴠ',
  w: 'ԝωшᴡ',
  x: 'хχ×',
  y: 'уүγʏ',
  z: 'ᴢζ',
  '-': '‐‑‒–—−',
  "'": '’‘ʼ′`´',
  '"': '“”„″',
  '.': '․·•∙',
  '/': '⁄∕',
};
const drawnAs = new Map(
  Object.entries(lookalikes).flatMap(([latin, others]) =>
    Array.from(others, (other) => [other, latin] as const),
  ),
);

/**
 * The one form in which a connection's name is kept: composed letters, single spaces, none around it, and no character
 * that cannot be seen.
 */
export function normalName(text: string): string {
  return text
    .replace(/\s+/gu, ' ')
    .replace(unseen, '')
    .normalize('NFC')
    .replace(/\p{Zs}+/gu, ' ')
    .trim();
}

/** What a reader takes a name for: two names of one look are one name, whatever letters they are written in. */
export function lookOf(name: string): string {
  const capitals = normalName(name)
    .normalize('NFKC')
    .replace(/[ΗΝΥ]/gu, (letter) => ({ Η: 'h', Ν: 'n', Υ: 'y' })[letter] ?? letter);
  const folded = capitals.toLowerCase();
  const latin = Array.from(folded, (letter) => drawnAs.get(letter) ?? letter).join('');
  return latin.replaceAll('rn', 'm').replaceAll('vv', 'w').replaceAll(' ', '');
}

/** What is wrong with the name of a connection beside others. */
export function checkConnectionName(
  text: string,
  others: readonly { id: string; name: string }[],
): Problem[] {
  const general = checkText(text, 'name');
  if (general.length > 0) return general;
  const name = normalName(text);
  if (name === '') return [problem('blank', 'name')];
  if (Array.from(name).length > longestName) {
    return [problem('connection-name-long', 'name', { value: String(longestName) })];
  }
  const look = lookOf(name);
  const taken = others.find((each) => lookOf(each.name) === look || lookOf(each.id) === look);
  return taken ? [problem('connection-name-taken', 'name', { value: taken.name })] : [];
}
