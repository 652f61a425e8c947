/**
 * One word of bash (and of every POSIX shell) with exactly this text. Single quotes, because nothing is
 * special inside them, not even `!` at an interactive prompt.
 */
export function bashQuote(text: string): string {
  return isPlainWord(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** True for text that no shell, bash, PowerShell or cmd, reads anything into. */
export function isPlainWord(text: string): boolean {
  return /^[A-Za-z0-9_.][A-Za-z0-9_.-]*$/.test(text);
}
