/** Stands for an address while a text is searched, so that no number within it counts. */
export const urlMark = '\uE001';
/** Stands for an object or a list that was read. */
export const dumpMark = '\uE002';

const phrases: Readonly<Record<string, RegExp>> = {
  '2': /^(?:OK|Created|Accepted|No Content|Multi-Status)\b/i,
  '3': /^(?:Moved|Found|See Other|Temporary Redirect|Permanent Redirect)\b/i,
  '4': /^(?:Client Error|Bad Request|Unauthorized|Forbidden|Not Found|Method Not|Not Acceptable|Conflict|Gone|Payload|Unsupported|Unprocessable|Too Many)/i,
  '5': /^(?:Server Error|Internal|Not Implemented|Bad Gateway|Service Unavailable|Gateway)/i,
};

/** What tells that a number counts or names something else. */
const otherBefore =
  /(?:\b(?:line|pid|port|page|rows?|records?|rekord\p{L}*|customers?|klient\p{L}*|campaigns?|kampani\p{L}*|id|ids|order|users?|after|took|in|wiersz\p{L}*|lini\p{L}*|linii|length|size|attempt|retry|try|version|timeout|thread|process|proces|max|limit|offset|count|sleep|wait|port)\W{0,3}|_id\W{0,4}|Id\W{0,4}|[#$/@]|\d[-:.,/]|:)$/iu;
const otherBehind =
  /^(?:\s{0,2}-?\s?(?:ms|s|sec|seconds?|bytes?|kB|KB|B|MB|rows?|records?|rekord\p{L}*|µs|us|px|%|x|times|items|chars|lines?)(?![\p{L}\p{N}])|\s{1,4}---|[\w@%]|[-:./]\d)/iu;

const signs: readonly (readonly [score: number, RegExp])[] = [
  [6, /\bHTTP\/[\d.]{1,3}["'`]?\s{1,4}$/i],
  [
    6,
    /(?:status(?:[ _-]?code)?|http[ _-]?(?:code|status)|response[ _-]?(?:code|status)|kod(?:em|u)?(?: odpowiedzi| http| błędu)?)\]?["'`]?\s{0,8}(?:[:=]|=>|is|of|was|to)?\s{0,4}["'`[(]?$/iu,
  ],
  [5, /\bHTTP(?: (?:error|code|status|response))?\W{0,3}$/i],
  // .NET: «Received HTTP response headers after 231.4417ms - 400».
  [6, /headers after \S{1,20} - $/],
  [5, /(?:->|→|=>|⇒|➜|<-+)\s{0,3}[[(`"']?$/],
  [
    4,
    /\b(?:returned|returns|responded|response|answered|answers|answer|replied|resulted in|got|gets?|gave|gives|received|odpowied\p{L}*|zwróci\p{L}*|zwrac\p{L}*|dosta\p{L}*|mamy|with|code)\s{0,2}(?:an?\s)?[:=]?\s{0,3}[[(`"']?$/iu,
  ],
  [4, /(?:failed|failure|error|exception|błąd|nieudan\p{L}*)\W{0,4}$/iu],
  [4, /<Response \[$/],
  [3, new RegExp(`(?:[)\`"'|\\]]|-|–|:|${urlMark})\\s{1,4}[\`"'(]?$`, 'u')],
];

export interface FoundStatus {
  status: number;
  /** From 2, in a fitting place, to 7, named as one. */
  score: number;
}

/**
 * The HTTP status that a text tells, by what stands around the number: `HTTP/1.1 400`, `status: 400`, `400 Bad Request`,
 * `-> 400`, `failed: 404`. Numbers of lines, bytes, processes, customers and times are none.
 */
export function statusIn(text: string): FoundStatus | undefined {
  let best: FoundStatus | undefined;
  const numbers = /(?<![\d.])[1-5]\d\d(?!\d|[.,]\d)/g;
  for (let match = numbers.exec(text); match; match = numbers.exec(text)) {
    const before = text.slice(Math.max(0, match.index - 32), match.index);
    const behind = text.slice(match.index + 3, match.index + 27);
    const score = scoreOf(match[0], before, behind);
    if (score > (best?.score ?? 1)) best = { status: Number(match[0]), score };
  }
  return best;
}

function scoreOf(digits: string, before: string, behind: string): number {
  const phrase = phrases[digits.charAt(0)]?.test(behind.replace(/^[\s:,`'"\]-]{0,4}/, '')) === true;
  const sign = signs.find(([, pattern]) => pattern.test(before))?.[0] ?? 0;
  if (otherBehind.test(behind)) return 0;
  if (before.endsWith('[') && behind.startsWith(']')) return sign >= 4 || phrase ? sign : 0;
  if (phrase) return 7;
  if (
    sign < 5 &&
    otherBefore.test(before) &&
    !/(?:failed|error|status|code|odpowied\p{L}*)\W{0,3}$/iu.test(before)
  )
    return 0;
  if (sign > 0) return sign;
  // Alone between blanks, right before an answer or at a line's end.
  return /(?:^|\s)$/.test(before) && new RegExp(`^(?:\\s{0,4}(?:$|\\n|${dumpMark}))`, 'u').test(behind)
    ? 2
    : 0;
}
