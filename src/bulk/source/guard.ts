/**
 * The apostrophe in front of cells that a spreadsheet would run as a formula: put there by what we write, taken off by
 * what we read, so that a file of ours that comes back says what it said.
 */

/** What a spreadsheet runs; a cell that has the apostrophe already gets one more, so that taking one off gives it back. */
const formulaStart = /^'*[=+\-@\t\r]/;
const guardedStart = /^''*[=+\-@\t\r]/;

/** A cell that no spreadsheet takes for a formula. */
export function safeCell(text: string): string {
  return formulaStart.test(text) ? `'${text}` : text;
}

/** The cell that {@link safeCell} was given; any other text stays as it is, `'00001` for one. */
export function unguardedCell(text: string): string {
  return text.charCodeAt(0) === apostrophe && guardedStart.test(text) ? text.slice(1) : text;
}

const apostrophe = 0x27;
