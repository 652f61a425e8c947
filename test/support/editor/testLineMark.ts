/** Starts each line that a test run prints in an extension host, to tell it from the window's own log; not visible. */
export const testLineMark = '\u2060';
