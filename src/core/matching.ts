/** What a list offers, as far as somebody who types can mean it. */
export interface Matchable {
  value?: string | undefined;
  label: string;
  description?: string | undefined;
  detail?: string | undefined;
}

/** Letters that have no accent to take off, and what one types instead. */
const plainLetters: Readonly<Record<string, string>> = { ł: 'l', đ: 'd', ø: 'o', ß: 'ss', æ: 'ae', œ: 'oe' };

/** A text as it is compared: small letters without their accents, so that `golab` finds Gołąb. */
export function fold(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .replace(/[łđøßæœ]/g, (letter) => plainLetters[letter] ?? letter);
}

/** A number as it is compared: without the blanks, hyphens and brackets by which people group its digits. */
function digitsOf(text: string): string | undefined {
  return /^\+?[\d\s().-]*$/.test(text) && /\d/.test(text) ? text.replace(/[^\d+]/g, '') : undefined;
}

/** Digits that somebody has grouped, as one number. */
function ungrouped(text: string): string {
  return text.replace(/(?<=\d)[\s().-]+(?=\d)/g, '');
}

/**
 * Those of a list that a typed text means, the likeliest first and otherwise in the list's own order: the value itself,
 * then labels that begin with it, then whatever has each of its words. All of them while nothing is typed.
 */
export function matching<T extends Matchable>(items: readonly T[], text: string): T[] {
  const whole = fold(text.trim());
  if (whole === '') return [...items];
  const words = whole.split(/\s+/);
  const number = digitsOf(whole);
  const ranked = items.flatMap((item) => {
    const rank = rankOf(item, whole, words, number);
    return rank === undefined ? [] : [{ item, rank }];
  });
  return ranked.sort((a, b) => a.rank - b.rank).map(({ item }) => item);
}

function rankOf(
  { value = '', label, description = '', detail = '' }: Matchable,
  whole: string,
  words: readonly string[],
  number: string | undefined,
): number | undefined {
  if (value !== '' && fold(value) === (number ?? whole)) return 0;
  const texts = fold([value, label, description, detail].join('\n'));
  if (fold(label).startsWith(whole)) return 1;
  if (words.every((word) => texts.includes(word))) return 2;
  // The country's code is rarely in the list, and rarely typed where it is.
  const bare = number?.replace(/^(?:\+|00)48/, '').replace(/^\+/, '');
  return bare !== undefined && bare !== '' && ungrouped(texts).includes(bare) ? 2 : undefined;
}
