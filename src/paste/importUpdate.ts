import {
  recordFieldNames,
  type RecordFieldName,
  type RecordFields,
  type RecordUpdate,
} from '../core/record.js';
import type { Connection, Credentials } from '../core/connection.js';
import { fail, invalidInput, succeed, type Result } from '../core/errors.js';
import { checkCampaignId, checkCustomerId } from '../core/ids.js';
import { jsonContentType, updateRequest } from '../core/request.js';
import { decodeBasic, type CurlRequest, type ParsedCurl } from './command/parseCommand.js';
import { commandIn, readPaste } from './readPaste.js';
import { hidePasted } from './secrets.js';
import { variablesIn } from './pastedRequest.js';

/** In what an imported command and the update made of it differ; `src/messages/curl.ts` has the sentence for each. */
export type DifferenceCode =
  /** The command carries a password or token: kept apart, in no text. */
  | 'password-found'
  /** The password, or another part, is a variable (`name`) whose value the text does not tell. */
  | 'variable-unknown'
  /** The command signs in as `username`; the connection does not. */
  | 'user-differs'
  /** `-k`: certificates are always checked here. */
  | 'insecure-ignored'
  /** Another `origin` than that of the `active` connection; `connection` is the user's own one for it. */
  | 'host-differs'
  /** Another `path` than the `expected` one, the ids being the same. */
  | 'path-differs'
  /** Parameters (`names`) in the URL. */
  | 'query-dropped'
  /** Another `method` than PUT. */
  | 'method-differs'
  /** A header (`name`) that is not sent. */
  | 'header-dropped'
  /** The command sends its body as `value`. */
  | 'content-type-differs'
  /** Quotes or dashes of a word processor, read as those of a shell. */
  | 'typography-mended'
  /** The text does not tell the body. */
  | 'body-unknown'
  /** `-L`: redirects are refused here. */
  | 'redirects-ignored'
  /** An `option` that has no bearing on the update, or is not known. */
  | 'option-ignored'
  /** An `option` names a file or a stream, which is not read. */
  | 'file-not-read'
  /** Only the first of several requests or URLs was taken. */
  | 'further-requests-ignored'
  /** A number at `field` travels as text, as in the documented example. */
  | 'body-number-to-text'
  /** The body was a form. */
  | 'body-form-encoded'
  /** The body was neither a JSON object nor a form: no field could be read. */
  | 'body-not-read'
  /** A `key` of the body that the API does not document. */
  | 'unknown-key'
  /** The value at `field` is neither text nor a whole number that kept its digits. */
  | 'value-dropped';

export interface Difference {
  code: DifferenceCode;
  /** Names and facts for the sentence. Never a password, a token, or the value of a header or a cookie. */
  params?: Readonly<Record<string, string>>;
}

/** Makes a difference. */
export function difference(code: DifferenceCode, params?: Readonly<Record<string, string>>): Difference {
  return params ? { code, params } : { code };
}

/** The list without repetitions, in the order of first mention. */
export function distinct(differences: readonly Difference[]): Difference[] {
  const seen = new Map(differences.map((each) => [JSON.stringify(each), each]));
  return [...seen.values()];
}

/** The fields of an update that a body carries, and what was lost or changed in taking them. */
function readBody(body: string): { fields: RecordFields; differences: Difference[] } {
  const text = body.replace(/^\ufeff/, '').trim();
  if (text === '') return { fields: {}, differences: [] };
  const json = parseObject(text);
  if (json) return collect(Object.entries(json));
  if (/^[\w%.[\]-]+=[^\s{]*(?:&[\w%.[\]-]+=[^\s{]*)*$/.test(text.replaceAll(' ', '+'))) {
    const { fields, differences } = collect([...new URLSearchParams(text)]);
    return { fields, differences: [difference('body-form-encoded'), ...differences] };
  }
  return { fields: {}, differences: [difference('body-not-read')] };
}

function collect(entries: readonly (readonly [string, unknown])[]): {
  fields: RecordFields;
  differences: Difference[];
} {
  const fields: RecordFields = {};
  const differences: Difference[] = [];
  for (const [key, value] of entries) {
    if (!isFieldName(key)) {
      differences.push(difference('unknown-key', { key }));
    } else if (typeof value === 'string') {
      fields[key] = value;
    } else if (Number.isSafeInteger(value)) {
      fields[key] = String(value);
      differences.push(difference('body-number-to-text', { field: key }));
    } else {
      differences.push(difference('value-dropped', { field: key }));
    }
  }
  return { fields, differences };
}

function isFieldName(key: string): key is RecordFieldName {
  return recordFieldNames.some((name) => name === key);
}

function parseObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** What the importer holds a command against. */
export interface ImportContext {
  connections: readonly Pick<Connection, 'name' | 'baseUrl' | 'username'>[];
  /** Of the window's active connection. */
  activeBaseUrl?: string;
}

/** An update made of a command. The ids have the right shape; the fields are judged when the update is validated. */
export interface ImportedUpdate extends RecordUpdate {
  /** A password written in the command. For SecretStorage alone: keep it out of every text. */
  credentials?: Credentials;
  /** Everything in which the command and the update differ. */
  differences: Difference[];
}

/**
 * Makes an update of a pasted command (see {@link commandIn}), or of a program, an HTTP message, a recording or a
 * log (see {@link readPaste}). Fails with `invalid-input`: `detail` is a
 * `CurlProblem` or `path-unknown` when no request to a record could be read, else `problems` tell what is wrong with the ids.
 */
export function importCurl(text: string, context: ImportContext): Result<ImportedUpdate> {
  const parsed = readRequest(text);
  if ('problem' in parsed) return fail({ code: 'invalid-input', detail: parsed.problem });
  const address = readAddress(parsed.ok.url);
  if (!address) return fail({ code: 'invalid-input', detail: 'path-unknown' });
  const { campaignId, customerId } = address;
  const problems = [...checkCampaignId(campaignId), ...checkCustomerId(customerId)];
  if (problems.length > 0) return fail(invalidInput(problems));

  const { fields, differences: bodyDifferences } = readBody(parsed.ok.body ?? '');
  const { username, password } = parsed.ok;
  const differences = [
    ...credentialDifferences(parsed.ok, address.origin, context),
    ...addressDifferences(address, context),
    ...requestDifferences(parsed.ok),
    ...bodyDifferences,
    ...parsed.notes,
  ];
  return succeed({
    campaignId,
    customerId,
    fields,
    ...(username === undefined || password === undefined ? {} : { credentials: { username, password } }),
    differences: distinct(differences),
  });
}

/** Headers that the transport makes itself, and those that hold the credentials. */
const ownHeaders = [
  'authorization',
  'host',
  'content-length',
  'connection',
  'accept-encoding',
  'transfer-encoding',
];

function readRequest(text: string): ParsedCurl {
  const command = commandIn(text);
  if (!('problem' in command) || command.problem !== 'no-command') return command;
  const pasted = readPaste(text);
  if (pasted?.url === undefined) return command;
  const { method = 'PUT', url, headers = [], body } = pasted;
  const credentials = headers
    .filter(([name]) => name.toLowerCase() === 'authorization')
    .map(([, value]) => decodeBasic(value))
    .find((each) => each !== undefined);
  const secret = !credentials && hidePasted(text) !== text;
  const unknown = [...new Set([...variablesIn(url), ...(pasted.variables ?? [])])];
  return {
    ok: {
      method,
      url,
      headers: headers
        .filter(([name]) => !ownHeaders.includes(name.toLowerCase()))
        .map(([name, value]) => ({ name, value })),
      ...(body !== undefined && { body }),
      ...credentials,
    },
    notes: [
      ...(secret ? [difference('password-found')] : []),
      ...unknown.map((name) => difference('variable-unknown', { name })),
      ...(body === undefined ? [difference('body-unknown')] : []),
    ],
  };
}

interface Address {
  origin: string;
  path: string;
  queryNames: string[];
  campaignId: string;
  customerId: string;
}

/** Lenient on purpose: what surrounds the ids becomes a difference, not a failure. */
function readAddress(url: string): Address | undefined {
  const [, scheme = '', host = '', path = '', query = ''] =
    /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)([^?#]*)(?:\?([^#]*))?/.exec(url) ?? [];
  const ids = /\/crm_outbounds\/+([^/]+)\/+records\/+([^/]+)\/*$/.exec(path);
  if (!ids) return undefined;
  const written = `${scheme}://${host}`;
  return {
    origin: URL.canParse(written) ? new URL(written).origin : written,
    path,
    queryNames: [...new URLSearchParams(query).keys()],
    campaignId: ids[1] ?? '',
    customerId: ids[2] ?? '',
  };
}

function credentialDifferences(
  { username, password }: CurlRequest,
  origin: string,
  { connections, activeBaseUrl }: ImportContext,
): Difference[] {
  const differences = password === undefined || password === '' ? [] : [difference('password-found')];
  const target = activeBaseUrl ?? origin;
  const known = connections.filter(({ baseUrl }) => originOf(baseUrl) === originOf(target));
  if (username !== undefined && known.length > 0 && known.every((each) => each.username !== username)) {
    differences.push(difference('user-differs', { username }));
  }
  return differences;
}

function addressDifferences(address: Address, { connections, activeBaseUrl }: ImportContext): Difference[] {
  const differences: Difference[] = [];
  const own = connections.find(({ baseUrl }) => originOf(baseUrl) === address.origin);
  const active = activeBaseUrl === undefined ? undefined : originOf(activeBaseUrl);
  if (address.origin !== active) {
    const params = { ...(active === undefined ? {} : { active }), ...(own ? { connection: own.name } : {}) };
    differences.push(difference('host-differs', { origin: address.origin, ...params }));
  }
  const { campaignId, customerId } = address;
  const base = activeBaseUrl ?? own?.baseUrl ?? 'https://example.invalid';
  const expected = new URL(updateRequest(base, { campaignId, customerId, fields: {} }).url).pathname;
  if (address.path !== expected)
    differences.push(difference('path-differs', { path: address.path, expected }));
  if (address.queryNames.length > 0) {
    differences.push(difference('query-dropped', { names: address.queryNames.join(', ') }));
  }
  return differences;
}

function requestDifferences({ method, headers, body }: CurlRequest): Difference[] {
  const differences = method === 'PUT' ? [] : [difference('method-differs', { method })];
  for (const { name, value } of headers) {
    if (name.toLowerCase() !== 'content-type') differences.push(difference('header-dropped', { name }));
    else if (body !== undefined && !isJsonType(value)) {
      differences.push(difference('content-type-differs', { value }));
    }
  }
  return differences;
}

/** JSON's encoding is UTF-8 whether or not it is named (RFC 8259), so both forms are the documented one. */
function isJsonType(value: string): boolean {
  const plain = value.toLowerCase().replace(/["\s]/g, '');
  return [jsonContentType.replaceAll(' ', ''), 'application/json'].includes(plain);
}

function originOf(baseUrl: string): string {
  return URL.canParse(baseUrl) ? new URL(baseUrl).origin : baseUrl;
}
