import { difference, type Difference } from '../importUpdate.js';
import { decodeBasic, splitCredentials, splitUrl, type CurlHeader, type ParsedCurl } from './parseCommand.js';

/** Options of HTTPie 3 that take a value, by their long and short names. */
const valueOptions = new Set(
  `--auth -a --auth-type -A --verify --timeout --proxy --output -o --print -p --pretty --style -s --session
  --session-read-only --raw --cert --cert-key --cert-key-pass --ssl --ciphers --max-redirects --max-headers
  --format-options --response-charset --response-mime --boundary --default-scheme --history-print -P`.split(
    /\s+/,
  ),
);

interface HttpieOptions {
  userInfo?: string;
  raw?: string;
  form: boolean;
  notes: Difference[];
  positional: string[];
}

/**
 * The request of HTTPie's arguments, since the vendor's page shows such a call: `http [options] [METHOD] URL [items]`.
 *
 * @param client `http`, or `https` for another default scheme
 * @param stdin what is piped in: the body
 */
export function parseHttpie(client: string, texts: readonly string[], stdin: string | undefined): ParsedCurl {
  const options = readOptions(texts);
  const [first = '', ...others] = options.positional;
  const hasMethod = /^[A-Za-z]+$/.test(first) && others.length > 0;
  const [address = '', ...items] = hasMethod ? others : options.positional;
  if (address === '') return { problem: 'no-url' };

  const { headers, fields, query } = readItems(items, options.notes);
  const piped = options.raw ?? stdin;
  const body = piped ?? (Object.keys(fields).length > 0 ? encode(fields, options.form) : undefined);
  const authorization = headers.find(({ name }) => name.toLowerCase() === 'authorization');
  const fromHeader = authorization && decodeBasic(authorization.value);
  if (authorization && !fromHeader)
    options.notes.push(difference('header-dropped', { name: 'Authorization' }));
  const sent = headers.filter((header) => header !== authorization);
  if (body !== undefined && !sent.some(({ name }) => name.toLowerCase() === 'content-type')) {
    const value =
      options.form && piped === undefined ? 'application/x-www-form-urlencoded' : 'application/json';
    sent.push({ name: 'Content-Type', value });
  }
  const local = address.startsWith(':') ? `localhost${address.replace(/^:(?!\d)/, '')}` : address;
  const { url, userInfo } = splitUrl(local, client === 'https' ? 'https' : 'http');
  const given = options.userInfo ?? userInfo;
  return {
    ok: {
      method: hasMethod ? first.toUpperCase() : body === undefined ? 'GET' : 'POST',
      url: query.length > 0 ? `${url}?${query.join('&')}` : url,
      headers: sent,
      ...(body === undefined ? {} : { body }),
      ...(authorization && !fromHeader && { authorization: authorization.value }),
      ...(fromHeader ?? (given === undefined ? {} : splitCredentials(given))),
    },
    notes: options.notes,
  };
}

function readOptions(texts: readonly string[]): HttpieOptions {
  const result: HttpieOptions = { form: false, notes: [], positional: [] };
  const rest = [...texts].reverse();
  for (let text = rest.pop(); text !== undefined; text = rest.pop()) {
    if (!text.startsWith('-') || text === '-') {
      result.positional.push(text);
      continue;
    }
    const [, name = text, attached] =
      /^(--[^=]+)=([\s\S]*)$/.exec(text) ?? /^(-[aAopPs])([\s\S]+)$/.exec(text) ?? [];
    const value = attached ?? (valueOptions.has(name) ? rest.pop() : undefined);
    applyOption(result, name, value);
  }
  return result;
}

function applyOption(result: HttpieOptions, name: string, value: string | undefined): void {
  if (name === '--auth' || name === '-a') result.userInfo = value ?? '';
  else if (name === '--raw') result.raw = value ?? '';
  else if (name === '--form' || name === '-f') result.form = true;
  else if (name === '--verify') {
    if (/^(?:no|false)$/i.test(value ?? '')) result.notes.push(difference('insecure-ignored'));
  } else if (name === '--follow' || name === '-F') result.notes.push(difference('redirects-ignored'));
  else if (name !== '--json' && name !== '-j')
    result.notes.push(difference('option-ignored', { option: name }));
}

/** Request items: `Name:value`, `name==value`, `name=text`, `name:=json`, and files, which are not read. */
function readItems(
  items: readonly string[],
  notes: Difference[],
): { headers: CurlHeader[]; fields: Record<string, unknown>; query: string[] } {
  const headers: CurlHeader[] = [];
  const fields: Record<string, unknown> = {};
  const query: string[] = [];
  for (const item of items) {
    const [, name = '', separator = '', value = ''] =
      /^([^:=@]+)(:=@|=@|:@|==|:=|=|:|@)([\s\S]*)$/.exec(item) ?? [];
    if (separator.endsWith('@')) notes.push(difference('file-not-read', { option: name }));
    else if (separator === ':') headers.push({ name, value: value.trim() });
    else if (separator === '==') query.push(`${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
    else if (separator === ':=') fields[name] = parseJson(value);
    else if (separator === '=') fields[name] = value;
  }
  return { headers, fields, query };
}

function encode(fields: Record<string, unknown>, form: boolean): string {
  if (!form) return JSON.stringify(fields);
  return new URLSearchParams(
    Object.entries(fields).map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
