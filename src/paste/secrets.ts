import { hidden, hideAuthorization } from '../core/redact.js';

/**
 * Hides what people paste by mistake, before anything else looks at it: everything that {@link hideAuthorization} knows,
 * cookies, values that are called a password, a secret or a token in headers, JSON, dumps and settings, and what
 * the options of curl and HTTPie and the calls of HTTP libraries take for a password. A variable
 * (`$PASSWORD`, `{{password}}`) stays as it is. Linear in the text; done twice it changes nothing more.
 */
export function hidePasted(text: string): string {
  let shown = text;
  // What one way hides may be what another way needed to see; the rest is settled after a round or two.
  for (let round = 0; round < 4; round++) {
    const before = shown;
    shown = ways.reduce((rest, hide) => hide(rest), before);
    if (shown === before) break;
  }
  return shown;
}

/** Names of headers, keys and variables whose value is a secret; `$THULIUM_PASS` and `userPwd` are among them. */
export function isSecretName(name: string): boolean {
  const lower = name.toLowerCase();
  return (
    /passw|passphrase|has(?:l|ł|\\u0142)o|secret|sessid|credential|cookie|userpwd/.test(lower) ||
    /(?:^|[^a-z])(?:pwd|pass|pw|jwt|sid)\d?$|[a-z]Pass$|Pwd$/.test(
      name.replace(/[A-Z]+$/, (end) => end.toLowerCase()),
    ) ||
    /(?:token|api[_-]?key|access[_-]?key|private[_-]?key|authorization|authorize)$/.test(lower) ||
    /(?:^|[^a-z])(?:pass|pwd|pw)$/.test(lower)
  );
}

/** Values of these are `user:password`. */
const pairNames = /^(?:auth_basic|basic_?auth|curlopt_userpwd|curlopt_proxyuserpwd|auth|userpwd|digest)$/i;

/** Where a value stands for something else: a variable of a shell, of a template, of a program. */
const variable =
  /^(?:\$\{?(?:env:)?\w+\}?|\{\{[^}]{0,80}\}\}|%\w+%|\$\(.{0,80}\)|<[\w -]{0,40}>|\*{3,}|\.{3}|…|null|true|false|None|•••)$/i;
const expression =
  /^(?:\$[A-Za-z_]|\{\{|process\.env|os\.(?:environ|getenv)|getenv|env\(|ENV\[|System\.|Environment\.|config\(|@|\[object|new |[A-Za-z_.]{1,40}\()/;

const keyed =
  /((?<![\p{L}\p{N}_.\-$])[\p{L}\p{N}_.\-$]{1,64}|\\u0142o|[\p{L}_]{1,20}\\u0142o)(\\*["'`]?\]?\\*["']?)(\s{0,20}(?:=>|:(?!\/\/)|=(?!=))\s{0,20})/gu;

/** `name: value`, `"name": "value"`, `name => value`, `[name] => value`, `name=value`. */
function hideValues(text: string): string {
  let out = '';
  let from = 0;
  keyed.lastIndex = 0;
  for (let match = keyed.exec(text); match; match = keyed.exec(text)) {
    const [whole, name = '', , separator = ''] = match;
    const pair = pairNames.test(name);
    if (!pair && !isSecretName(name)) {
      // The value may itself be a name with a value.
      keyed.lastIndex = match.index + Math.max(1, whole.length - separator.trimStart().length + 1);
      continue;
    }
    const value = valueAt(text, match.index + whole.length, name, text[match.index - 1] ?? '');
    const prose =
      /^cookie$/i.test(name) && /\p{L} $/u.test(text.slice(Math.max(0, match.index - 2), match.index));
    if (prose && value?.quote === '') continue;
    if (!value || variable.test(value.text) || (!value.quote && expression.test(value.text))) continue;
    const shown = pair ? pairShown(value.text) : /authori[sz]/i.test(name) ? schemeShown(value.text) : hidden;
    if (shown === undefined) continue;
    out += text.slice(from, value.start) + shown;
    from = value.start + value.text.length;
    keyed.lastIndex = from;
  }
  return out + text.slice(from);
}

interface Value {
  start: number;
  text: string;
  quote: string;
}

/** The value that begins at an index: in quotes (escaped as often as the opening ones), else up to what ends it. */
function valueAt(text: string, at: number, name: string, before: string): Value | undefined {
  const lead = /(?:\[\s{0,20}|string\(\d{1,9}\)\s{0,4}|[bu](?=["'])|\s{1,20})*/y;
  lead.lastIndex = at;
  lead.exec(text);
  const start = lead.lastIndex;
  const quote = /\\{0,7}["'`]|[“”„‘’]/y;
  quote.lastIndex = start;
  const open = quote.exec(text)?.[0];
  if (open !== undefined) {
    const inner = start + open.length;
    const end = closing(text, inner, open);
    return { start: inner, text: text.slice(inner, end), quote: open };
  }
  const isHeader = /cookie|authori[sz]ation/i.test(name);
  const enclosed = /["'`]/.test(before) ? before : '';
  const line = isHeader || enclosed !== '' || /^[\n\r]?$/.test(before);
  const colon = text.slice(Math.max(0, at - 3), at).includes(':');
  const pattern =
    line && colon
      ? enclosed === '' && /^\s?$/.test(before)
        ? /[^\n\r"'`]{0,4000}/y
        : /[^\n\r"'`}]{0,4000}/y
      : /[^\s"'`\\,;&}\])<]{0,4000}/y;
  pattern.lastIndex = start;
  const found = (pattern.exec(text)?.[0] ?? '').trimEnd();
  return found === '' ? undefined : { start, text: found, quote: '' };
}

/** The index of the quotation mark that closes what `open` opened, or the end of the text. */
function closing(text: string, from: number, open: string): number {
  const typographic = /[“”„‘’]/.test(open);
  if (typographic) {
    const end = text.slice(from, from + 4000).search(/[“”’"'\n]/);
    return end < 0 ? Math.min(text.length, from + 4000) : from + end;
  }
  for (let at = text.indexOf(open, from); at >= 0; at = text.indexOf(open, at + 1)) {
    let slashes = 0;
    while (text[at - 1 - slashes] === '\\' && at - 1 - slashes >= from) slashes++;
    if (slashes === 0 || (open.length === 1 && slashes % 2 === 0)) return at;
  }
  const line = text.indexOf('\n', from);
  return line < 0 ? text.length : line;
}

function pairShown(value: string): string | undefined {
  const colon = value.indexOf(':');
  return colon < 0 || value.startsWith('http') ? undefined : `${value.slice(0, colon + 1)}${hidden}`;
}

function schemeShown(value: string): string {
  const scheme = /^(?:Basic|Bearer|Digest|Token|ApiKey)\s+/i.exec(value)?.[0];
  return scheme === undefined ? hidden : scheme + hidden;
}

/** HAR and Postman write a header as `{"name": "Cookie", "value": "…"}`, in either order. */
function hideHeaderLists(text: string): string {
  return text
    .replace(
      /(\\{0,3}["'](?:name|key)\\{0,3}["']\s{0,40}:\s{0,40}\\{0,3}["']([\w-]{1,60})\\{0,3}["']\s{0,40},\s{0,40}\\{0,3}["']value\\{0,3}["']\s{0,40}:\s{0,40}(\\{0,3}["']))((?:[^"'\\\n]|\\(?!["'])|\\["'](?=[^,}\]\s])){0,4000})/gi,
      (whole: string, before: string, name: string, quote: string) =>
        isSecretName(name) ? before + hidden : whole.length > 0 && quote === '' ? whole : whole,
    )
    .replace(
      /(\\{0,3}["']value\\{0,3}["']\s{0,40}:\s{0,40}\\{0,3}["'])([^"'\n]{0,4000}?)(\\{0,3}["']\s{0,40},\s{0,40}\\{0,3}["'](?:name|key)\\{0,3}["']\s{0,40}:\s{0,40}\\{0,3}["']([\w-]{1,60}))/gi,
      (whole: string, before: string, _value: string, after: string, name: string) =>
        isSecretName(name) ? before + hidden + after : whole,
    );
}

const dash = '[-–—−‒]{1,2}';
const credentialOptions = new RegExp(
  `((?:^|[\\s"'(\`])${dash}(?:u|user|U|proxy-user|a|auth|tlsuser)(?:\\s{1,20}|=|(?<=[-–—−‒][uUa])))(?:(["'“„‘])([^"'”’\\n]{0,400}?):([^"'”’\\n]{1,400})|([^\\s:"'=]{1,200}):([^\\s"']{1,400}))`,
  'gm',
);
const wholeOptions = new RegExp(
  `((?:^|[\\s"'(\`])${dash}(?:b|cookie|oauth2-bearer|pass|proxy-pass|tlspassword|key-pass|cert-key-pass|password)(?:\\s{1,20}|=|(?<=[-–—−‒]b)))(?:(["'“„‘])([^"'”’\\n]{1,4000})|([^\\s"']{1,4000}))`,
  'gm',
);

/** What options of curl and HTTPie take: `-u user:password`, `--user=…`, `-b 'name=value'`. */
function hideOptions(text: string): string {
  return text
    .replace(
      credentialOptions,
      (
        whole: string,
        option: string,
        quote?: string,
        user?: string,
        password?: string,
        bareUser?: string,
        barePassword?: string,
      ) => {
        const [name, value] = quote === undefined ? [bareUser, barePassword] : [user, password];
        if (value === undefined || variable.test(value) || value.startsWith('//')) return whole;
        return `${option}${quote ?? ''}${name ?? ''}:${hidden}`;
      },
    )
    .replace(
      wholeOptions,
      (whole: string, option: string, quote?: string, quoted?: string, bare?: string) => {
        const value = quoted ?? bare ?? '';
        const cookie = /b$|cookie$|b\s|cookie[\s=]/.test(option);
        if (variable.test(value) || (cookie && !value.includes('='))) return whole;
        return `${option}${quote ?? ''}${hidden}`;
      },
    );
}

/** Calls that take a user and a password, lists of both, and calls that encode `user:password`. */
const calls =
  /(?:\b\w{0,40}basic_?auth\w{0,20}[\s(]|\b(?:credentials?\.basic|\w{0,20}digest_?auth|auth\.\w{0,20}|\w{0,20}credentials?|passwordauthentication|\w{0,20}authenticator|\w{0,20}restclient)\s{0,4}\(|["']?\bauth(?:_basic|_digest|_ntlm)?["']?\s{0,8}(?:=>|=|:)\s{0,8}[[({])/gi;
const encoders =
  /\b(?:base64_encode|btoa|b64encode|strict_encode64|urlsafe_encode64|encode64|Buffer\.from|GetBytes|getBytes|encodeToString|EncodeToString|toBase64|ConvertTo-SecureString)\b[\s(]{0,8}(?:\[\]byte\(|b|-String\s{1,4})?(["'`])/g;

function hideCalls(text: string): string {
  let out = '';
  let from = 0;
  calls.lastIndex = 0;
  for (let match = calls.exec(text); match; match = calls.exec(text)) {
    const second = secondText(text, match.index + match[0].length);
    if (!second || second.start < from || variable.test(second.text)) continue;
    out += text.slice(from, second.start) + hidden;
    from = second.start + second.text.length;
  }
  const done = (out + text.slice(from)).replace(
    /(CURLOPT_(?:PROXY)?USERPWD\s{0,8}(?:=>|,)\s{0,8}(["']))((?:(?!\2)[^\n\\]|\\.){1,400})/gi,
    (whole: string, before: string, _quote: string, value: string) => {
      const shown = pairShown(value);
      return shown === undefined || /^[^:]{0,200}:\{?\$/.test(value) ? whole : before + shown;
    },
  );
  return done.replace(
    // The whole literal: `user:password` keeps the user.
    new RegExp(`(${encoders.source})((?:(?!\\2)[^\\n\\\\]|\\\\.){1,400})`, 'g'),
    (whole: string, call: string, _quote: string, value: string) => {
      if (call.includes('ConvertTo-SecureString')) return variable.test(value) ? whole : call + hidden;
      const shown = /^[^\s:{}]{1,100}:[^\s:]/.test(value) ? pairShown(value) : undefined;
      return shown === undefined || variable.test(value.slice(value.indexOf(':') + 1)) ? whole : call + shown;
    },
  );
}

/** The second of two texts with a comma between them; the first may be an expression. */
function secondText(text: string, at: number): Value | undefined {
  const pattern =
    /\s{0,20}(?:\w{1,20}\s?[:=]\s?)?(?:["'`](?:[^"'`\n\\]|\\.){0,200}["'`]|[\w.$()[\]"'-]{1,80})\s{0,8},\s{0,40}(?:\w{1,20}\s?[:=]\s?|Some\()?(["'`])((?:(?!\1)[^\n\\]|\\.){1,400})/y;
  pattern.lastIndex = at;
  const match = pattern.exec(text);
  if (!match) return undefined;
  const [whole, quote = '', value = ''] = match;
  return { start: at + whole.length - value.length, text: value, quote };
}

/** JSON web tokens, wherever they stand. */
function hideTokens(text: string): string {
  return text.replace(/\beyJ[\w-]{10,2000}\.[\w-]{5,4000}(?:\.[\w-]{0,2000})?/g, hidden);
}

const ways = [hideHeaderLists, hideOptions, hideCalls, hideValues, hideTokens, hideAuthorization];
