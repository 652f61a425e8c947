/** The longest paste that is read, in characters; of a longer one, the beginning. */
export const longestPaste = 1_000_000;

const invisible = '[\u200b-\u200d\u2060\u00ad]';
/** Between words, where a browser or a chat left it; within a word it may be the mistake itself. */
const invisibleBetween = new RegExp(`(?<=^|\\s|\\\\)${invisible}+|${invisible}+(?=\\s|$)`, 'gmu');
// eslint-disable-next-line no-control-regex -- colours of a terminal
const colours = /\u001b\[[\d;]{0,20}[A-Za-z]/g;

/** What a browser, a terminal or a chat put between the words: it never travelled. */
export function tidy(text: string): string {
  return text
    .slice(0, longestPaste)
    .replace(/^\ufeff/, '')
    .replace(/\r\n?/g, '\n')
    .replace(invisibleBetween, '')
    .replace(colours, '');
}

/** What stands within a Markdown fence, or in backticks where that is a command; else the text itself. */
export function unfenced(text: string): string {
  if (text.includes('```') || text.includes('~~~')) {
    const blocks: string[] = [];
    let block: string[] | undefined;
    let mark = '';
    for (const line of text.split('\n')) {
      const fence = /^\s{0,8}(?:>\s?)?(```+|~~~+(?=\s{0,4}[\w-]{0,20}\s{0,4}$))/.exec(line)?.[1];
      if (fence !== undefined && (block === undefined || fence.startsWith(mark))) {
        if (block) blocks.push(block.join('\n'));
        block = block ? undefined : [];
        mark = fence;
        // A fence may open and close in one line.
        const inline = /^\s{0,8}```+([^`\n]{4,})```+\s*$/.exec(line)?.[1];
        if (inline !== undefined) {
          blocks.push(inline);
          block = undefined;
        }
      } else block?.push(line);
    }
    if (block && block.length > 0) blocks.push(block.join('\n'));
    const inner = blocks.filter((each) => each.trim() !== '').join('\n');
    if (inner !== '') return inner;
  }
  const inline =
    /(?:^|[^`])`((?:curl|https?|httpie|irm|iwr|Invoke-\w{1,20}|PUT|GET) [^`]{1,20000})`(?!`)/.exec(text);
  const rest = inline === null ? '' : text.replace(inline[0], ' ');
  return inline !== null && /^(?:curl|http|i[rw]|Inv)/.test(inline[1] ?? '') && !rest.includes('`')
    ? (inline[1] ?? text)
    : text;
}

/** Prompts of shells at the beginning of a line: `$ `, `user@host:~$ `, `PS C:\> `, `C:\>`. */
const prompt =
  /^\s{0,20}(?:\([\w .-]{1,40}\)\s)?(?:[$%❯➜»#]\s{1,4}|PS(?:\s[^>\n]{0,200})?>\s?|[A-Za-z]:\\[^>\n]{0,200}>\s?|\[?[\w.-]{1,40}@[\w.-]{1,60}[^\n$#%]{0,120}[$#%]\s{1,4}|➜\s{1,4}[^\n$]{0,60}\s(?=curl|http|Invoke))/;
/** What shells print where a command goes on. */
const continued =
  /^(?:>{1,2}|More\?|(?:[\w ]{0,20}(?:quote|heredoc|pipe|cmdsubst|cursh)){1,3}>|\.{3}|∙)(?: |$)/;
const goesOn = /(?:\\|\^|`|\||&&)[ \t]*$/;

/** A command without its prompts, and with line ends where blanks behind the sign or an input box took them. */
export function unprompted(text: string): string {
  const lines = text.split('\n');
  let expecting = false;
  let open = '';
  const out = lines.map((line, index) => {
    let rest = index === 0 || !expecting ? line.replace(prompt, '') : line;
    if (expecting) rest = rest.replace(continued, '');
    open = quoteAfter(rest, open);
    rest = open === '' ? rest.replace(/(\\|\^|(?<=\s)`)[ \t]+$/, '$1') : rest;
    expecting = open !== '' || goesOn.test(rest);
    return rest;
  });
  return out.join('\n').replace(/[ \t](?:\\|\^|`)[ \t]+(?=-{1,2}[A-Za-z]|['"]?https?:)/g, ' ');
}

/** The quotation mark that is open at a line's end. */
function quoteAfter(line: string, open: string): string {
  let quote = open;
  for (let at = 0; at < line.length; at++) {
    const character = line.charAt(at);
    if (quote === '') {
      if (character === '\\' || character === '^') at++;
      else if (character === '"' || character === "'") quote = character;
    } else if (character === '\\' && quote === '"') at++;
    else if (character === quote) quote = '';
  }
  return quote;
}

const typeset: Readonly<Record<string, string>> = {
  '“': '"',
  '”': '"',
  '„': '"',
  '‟': '"',
  '‘': "'",
  '’': "'",
  '‚': "'",
  '‛': "'",
};

/**
 * A command with the quotes and dashes of a word processor, and no-break spaces, as a shell wants them; what stands
 * in plain quotes stays. `changed` tells whether a shell would have read another command.
 */
export function untypeset(text: string): { text: string; changed: boolean } {
  if (!/[“”„‟‘’‚‛–—−‒\u00a0\u2007\u202f\u3000]/.test(text)) return { text, changed: false };
  let out = '';
  let plain = '';
  let curly = '';
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    const straight = typeset[character];
    if (plain !== '') {
      if (character === '\\' && plain === '"') out += text.charAt(at++);
      else if (character === plain) plain = '';
      out += text.charAt(at);
    } else if (straight !== undefined) {
      if (curly === '') curly = straight;
      else if (curly === straight) curly = '';
      out += straight;
    } else if (curly === '' && (character === '"' || character === "'")) {
      plain = character;
      out += character;
    } else if (/[\u00a0\u2007\u202f\u3000]/.test(character)) out += ' ';
    else if (curly === '' && /[–—−‒]/.test(character) && /(?:^|\s)$/.test(out.slice(-1))) {
      const word = /^[–—−‒]?([A-Za-z][\w-]{0,40})/.exec(text.slice(at + 1, at + 44))?.[1] ?? '';
      out += word.length > 2 && /^[a-z]/.test(word) ? '--' : '-';
      if (/[–—−‒]/.test(text.charAt(at + 1))) at++;
    } else out += character;
  }
  return { text: out, changed: out !== text };
}

/** Where an event of a log begins: a date, a level, a line of JSON, a container's name. */
const eventStart =
  /^(?:\s{0,4}(?:[\w.-]{1,40}\s{0,8}\|\s)?[[(]?(?:\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d|\d\d[./-]\d\d[./-]\d{2,4}[ T]\d\d:\d\d|\d\d\/[A-Z][a-z]{2}\/\d{4}:|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d\d:\d\d:\d\d[.,\s])|(?:\[?(?:TRACE|DEBUG|INFO|WARN(?:ING)?|ERROR|FATAL|CRITICAL)\]?)[\s:]|(?:trce|dbug|info|warn|fail|crit): |[DIWEF], \[|\{"[\w@.]{1,30}"\s?:)/;

/** A log as its events, each with the number of its first line, from 1. A text that is none is one event. */
export function eventsOf(text: string): { text: string; line: number }[] {
  const events: { lines: string[]; line: number }[] = [];
  text.split('\n').forEach((line, index) => {
    const current = events.at(-1);
    if (current && !eventStart.test(line)) current.lines.push(line);
    else events.push({ lines: [line], line: index + 1 });
  });
  return events.map(({ lines, line }) => ({ text: lines.join('\n'), line }));
}

const logPrefix =
  /^(?:[\w.-]{1,40}\s{0,8}\|\s)?[[(]?(?:\d{4}[-/]\d\d[-/]\d\d[T ])?\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?[\])]?\s{1,4}(?:\[[^\]\n]{1,60}\]\s{1,4})?(?:TRACE|DEBUG|INFO|WARN|ERROR)?\s{0,8}(?:\d{1,7}\s---\s\[[^\]\n]{0,60}\]\s{1,4})?(?:\[[^\]\n]{1,60}\]\s{1,4})?(?:[\w.$[\]/-]{3,80}\s{0,40}[:-]\s)?|^(?:\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}\s{1,6}\d{1,7}\s{1,6}\d{1,7}\s)?[VDIWE](?:\/| )[\w.$]{1,40}\s{0,20}(?:\(\s{0,6}\d{1,7}\))?:\s/;

/** A line without what a logger puts in front of it. */
export function withoutLogPrefix(line: string): string {
  return line.replace(logPrefix, '');
}
