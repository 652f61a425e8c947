/**
 * The apostrophe in front of what a spreadsheet would run as a formula: put there by what we write, taken off by what
 * we read, so that a file of ours that comes back says what it said. Both stand here, because each undoes the other.
 *
 * A spreadsheet looks further than the first character: it passes over blanks and characters that it does not draw, takes
 * full-width signs for the plain ones, and splits by the separator of the *reader's* language, so that a Polish one makes
 * two cells of `x;=1` in a comma file and an English one of `x,=1` in a semicolon file.
 */

/** What is passed over before a sign; never a line end, at which a row may begin. */
const blank = String.raw`(?:(?![\r\n])[\s\p{C}\p{DI}\u2800])*`;
const sign = '[=+\\-@＝＋－＠]';
/** Where a reader of another language may begin a cell. */
const inner = '(?<=[;,|\\r\\n])';
/** A signed number or a phone number further on is no formula, and common in notes. */
const number = '[+\\-][\\d ()./\\-]*(?:$|[;,|\\r\\n])';
const formula = `(?:^(?='*(?:${blank}${sign}|[\\t\\r]))|${inner}(?='*${blank}(?!${number})${sign}))`;

const formulaAt = new RegExp(formula, 'gu');
const guardAt = new RegExp(
  `(?:^'(?='*(?:${blank}${sign}|[\\t\\r]))|${inner}'(?='*${blank}(?!${number})${sign}))`,
  'gu',
);

/** A cell in which no spreadsheet finds a formula; one that has apostrophes there already gets one more. */
export function safeCell(text: string): string {
  return text.replace(formulaAt, "'");
}

/** The cell that {@link safeCell} was given; any other text stays as it is, `'00001` for one. */
export function unguardedCell(text: string): string {
  return text.includes("'") ? text.replace(guardAt, '') : text;
}
