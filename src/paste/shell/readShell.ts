import { readBash } from './bashReader.js';
import { readCmd } from './cmdReader.js';
import type { ShellResult } from './commands.js';
import { readPowershell } from './powershellReader.js';

export type Shell = 'bash' | 'cmd' | 'powershell';

/** Reads a pasted command line by the rules of the shell it looks made for; a prompt in front of it is skipped. */
export function readShell(text: string): ShellResult {
  const line = text
    .replace(/^\ufeff/, '')
    .trim()
    .replace(/^(?:[$#>%][ \t]+|PS [^>\n]*>[ \t]*|[A-Za-z]:\\[^>\n]*>[ \t]*)/, '');
  switch (guessShell(line)) {
    case 'cmd':
      return readCmd(line);
    case 'powershell':
      return readPowershell(line);
    case 'bash':
      return readBash(line);
  }
}

/**
 * Which shell a text is for, by what only that one writes: cmd's carets before line ends and quotes, `%NAME%` in place
 * of a password or doubled quotes of JSON; PowerShell's backticks before line ends, `$env:`, `$name = `. All else is bash.
 */
export function guessShell(text: string): Shell {
  if (/\^\r?\n|\^"|[{,:]""|:"%[A-Za-z_]\w*%"/.test(text)) return 'cmd';
  if (/`\r?\n|\$env:|^\s*\$[A-Za-z_]\w*\s*=|@['"]\r?\n|`"/im.test(text)) return 'powershell';
  return /\bcurl\.exe\b[^"]*'/i.test(text) ? 'powershell' : 'bash';
}
