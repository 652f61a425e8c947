import { difference, type Difference } from '../importUpdate.js';
import { readOptions, type GivenOption } from './curlOptions.js';
import {
  decodeBasic,
  headerValue,
  splitCredentials,
  splitUrl,
  type CurlHeader,
  type CurlRequest,
  type ParsedCurl,
} from './parseCommand.js';

/** What the options of one call add up to. */
interface Draft {
  method?: string;
  impliedMethod?: string;
  urls: string[];
  headers: CurlHeader[];
  /** Pieces of `-d`, joined by `&` as curl does. */
  data: string[];
  /** Content type that curl adds when no header names one. */
  impliedType?: string;
  dataInUrl?: boolean;
  userInfo?: string;
  notes: Difference[];
}

/**
 * The request of curl's arguments, the words after `curl`.
 *
 * @param stdin what is piped in, for `-d @-`
 */
export function readCurlArguments(texts: readonly string[], stdin: string | undefined): ParsedCurl {
  const next = texts.findIndex((text) => text === '--next' || text === '-:');
  const { options, urls } = readOptions(next === -1 ? texts : texts.slice(0, next));
  const draft: Draft = { urls: [], headers: [], data: [], notes: [] };
  for (const option of options) apply(draft, option, stdin);
  draft.urls.push(...urls);
  if (next !== -1 || draft.urls.length > 1) draft.notes.push(difference('further-requests-ignored'));
  const [first] = draft.urls;
  if (first === undefined || first === '') return { problem: 'no-url' };
  return { ok: toRequest(draft, first), notes: draft.notes };
}

function toRequest(draft: Draft, text: string): CurlRequest {
  const { url, userInfo } = splitUrl(text);
  const body = draft.data.length > 0 ? draft.data.join('&') : undefined;
  const inUrl = draft.dataInUrl === true && body !== undefined;
  const headers = draft.headers.filter(({ name }) => name.toLowerCase() !== 'authorization');
  if (
    body !== undefined &&
    !inUrl &&
    draft.impliedType !== undefined &&
    headerValue(headers, 'content-type') === undefined
  ) {
    headers.push({ name: 'Content-Type', value: draft.impliedType });
  }
  const authorization = headerValue(draft.headers, 'authorization');
  const fromHeader = authorization === undefined ? undefined : decodeBasic(authorization);
  const given = draft.userInfo ?? userInfo;
  if (authorization !== undefined && !fromHeader) {
    draft.notes.push(difference('header-dropped', { name: 'Authorization' }));
  }
  return {
    method: draft.method ?? (inUrl ? 'GET' : (draft.impliedMethod ?? 'GET')),
    url: inUrl ? `${url}${url.includes('?') ? '&' : '?'}${body}` : url,
    headers,
    ...(body === undefined || inUrl ? {} : { body }),
    ...(authorization !== undefined && !fromHeader && { authorization }),
    ...(fromHeader ?? (given === undefined ? {} : splitCredentials(given))),
  };
}

function apply(draft: Draft, option: GivenOption, stdin: string | undefined): void {
  const { name, written, value = '' } = option;
  switch (name) {
    case 'request':
      draft.method = value;
      return;
    case 'url':
      draft.urls.push(value);
      return;
    case 'header':
      addHeader(draft, value, written);
      return;
    case 'user-agent':
      draft.headers.push({ name: 'User-Agent', value });
      return;
    case 'referer':
      draft.headers.push({ name: 'Referer', value });
      return;
    case 'cookie':
      draft.headers.push({ name: 'Cookie', value });
      return;
    case 'user':
      draft.userInfo = value;
      return;
    case 'oauth2-bearer':
      draft.headers.push({ name: 'Authorization', value: `Bearer ${value}` });
      return;
    case 'data':
    case 'data-ascii':
    case 'data-binary':
    case 'data-raw':
    case 'data-urlencode':
    case 'json':
    case 'form':
    case 'form-string':
      addData(draft, option, stdin);
      return;
    case 'upload-file':
      draft.impliedMethod = 'PUT';
      if ((value === '-' || value === '.') && stdin !== undefined) draft.data.push(stdin);
      else draft.notes.push(difference('file-not-read', { option: written }));
      return;
    case 'get':
      draft.dataInUrl = true;
      return;
    case 'head':
      draft.impliedMethod = 'HEAD';
      return;
    case 'insecure':
      draft.notes.push(difference('insecure-ignored'));
      return;
    case 'location':
    case 'location-trusted':
    case 'follow':
      draft.notes.push(difference('redirects-ignored'));
      return;
    case 'config':
      draft.notes.push(difference('file-not-read', { option: written }));
      return;
    default:
      draft.notes.push(difference('option-ignored', { option: written }));
  }
}

function addHeader(draft: Draft, text: string, written: string): void {
  if (text.startsWith('@')) {
    draft.notes.push(difference('file-not-read', { option: written }));
    return;
  }
  const match = /^([^:;]+)([:;])\s*([\s\S]*)$/.exec(text);
  const [, name = '', separator = '', value = ''] = match ?? [];
  // `Name:` alone takes a header of curl's own away, `Name;` sends an empty one.
  if (value === '' && separator === ':') return;
  if (name !== '') draft.headers.push({ name: name.trim(), value: value.trim() });
}

function addData(draft: Draft, { name, written, value = '' }: GivenOption, stdin: string | undefined): void {
  draft.impliedMethod ??= 'POST';
  const multipart = name.startsWith('form');
  draft.impliedType ??= multipart
    ? 'multipart/form-data'
    : name === 'json'
      ? 'application/json'
      : 'application/x-www-form-urlencoded';
  if (name === 'data-raw') draft.data.push(value);
  else if (name === 'data-urlencode' || multipart) addPair(draft, written, value, name === 'form-string');
  else if (!value.startsWith('@')) draft.data.push(value);
  else if (value === '@-' && stdin !== undefined) {
    draft.data.push(name === 'data-binary' || name === 'json' ? stdin : stdin.replace(/[\r\n\0]/g, ''));
  } else draft.notes.push(difference('file-not-read', { option: written }));
}

/** `name=content`, `=content`, `content`, `name@file` or `@file`, percent-encoded as a form. */
function addPair(draft: Draft, written: string, value: string, literal: boolean): void {
  const match = /^([^=@]*)([=@])([\s\S]*)$/.exec(value);
  const [, name = '', separator = '=', content = value] = match ?? [];
  if (!literal && (separator === '@' || (written !== '--data-urlencode' && /^[@<]/.test(content)))) {
    draft.notes.push(difference('file-not-read', { option: written }));
    return;
  }
  const encoded = urlEncode(content);
  draft.data.push(name === '' ? encoded : `${name}=${encoded}`);
}

/** As curl's tool does it: all but RFC 3986's unreserved characters, a blank as `+`. */
function urlEncode(text: string): string {
  return encodeURIComponent(text)
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}
