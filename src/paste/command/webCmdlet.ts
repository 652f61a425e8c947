import { isDumpedObject, readDump, textOf, type DumpedObject } from '../dump.js';
import { difference, type Difference } from '../importUpdate.js';
import { readPowershell } from '../shell/powershellReader.js';
import { decodeBasic, splitUrl, type CurlHeader, type ParsedCurl } from './parseCommand.js';

const cmdlets = /^(?:invoke-restmethod|invoke-webrequest|irm|iwr|curl|wget)$/i;

/** True for PowerShell's own web commands, by their names or by `curl` with parameters that only these have. */
export function isWebCmdlet(text: string): boolean {
  return (
    /(?:^|[\s;|=({])(?:Invoke-(?:RestMethod|WebRequest)|irm|iwr)\s/i.test(text) ||
    /(?:^|\s)(?:curl|wget)\s(?:[^\n]|`\n){0,4000}?\s?-(?:Method|Uri|Body|Headers|ContentType)\b/i.test(text)
  );
}

/** Parameters that take no value. */
const switches =
  /^(?:UseBasicParsing|UseDefaultCredentials|SkipCertificateCheck|SkipHttpErrorCheck|SkipHeaderValidation|DisableKeepAlive|PassThru|NoProxy|AllowUnencryptedAuthentication|ProxyUseDefaultCredentials|PreserveAuthorizationOnRedirect|Resume|Verbose|Debug)$/i;
const parameters = [
  'Method',
  'Uri',
  'Body',
  'Headers',
  'ContentType',
  'Credential',
  'Authentication',
  'Token',
  'InFile',
  'UserAgent',
  'WebSession',
  'TimeoutSec',
  'OutFile',
  'MaximumRedirection',
];

/**
 * The request of `Invoke-RestMethod`, `Invoke-WebRequest` or an alias of theirs. Hash tables, splatting and
 * `ConvertTo-Json` are followed; a hash table as the body itself is sent as a form, as PowerShell does.
 */
export function parseWebCmdlet(text: string): ParsedCurl {
  const { marked, tables } = withoutTables(text);
  const shell = readPowershell(marked);
  if (!shell.ok) return { problem: shell.problem };
  for (const command of shell.pipelines.flat()) {
    const at = command.words.findIndex((word) => cmdlets.test(word.text));
    if (at >= 0) return toRequest(command.words.slice(at + 1), tables);
  }
  return { problem: 'no-command' };
}

interface Given {
  text: string;
  variables: readonly string[];
}

function toRequest(words: readonly Given[], tables: readonly DumpedObject[]): ParsedCurl {
  const notes: Difference[] = [];
  const given = new Map<string, Given>();
  const tableOf = (text: string): DumpedObject | undefined =>
    tables[Number(/^\uE004(\d+)\uE005$/.exec(text.trim())?.[1] ?? NaN)];
  for (let at = 0; at < words.length; at++) {
    const { text = '', variables = [] } = words[at] ?? {};
    const splat = tableOf(text.replace(/^@/, ''));
    if (splat && !text.startsWith('-')) {
      for (const [name, value] of Object.entries(splat))
        given.set(full(name), {
          text: typeof value === 'string' || typeof value === 'number' ? String(value) : keep(value, tables),
          variables: [],
        });
      continue;
    }
    const [, name, attached] = /^-([A-Za-z]+)(?::([\s\S]+))?$/.exec(text) ?? [];
    if (name === undefined) {
      if (!given.has('Uri') && text !== '' && !/^[|)]/.test(text)) given.set('Uri', { text, variables });
    } else if (switches.test(name)) {
      if (/^SkipCert/i.test(name)) notes.push(difference('insecure-ignored'));
    } else {
      const value = attached === undefined ? words[++at] : { text: attached, variables };
      if (value) given.set(full(name), value);
    }
  }
  const uri = given.get('Uri');
  if (!uri) return { problem: 'no-url' };
  const { url, userInfo } = splitUrl(uri.text);
  const headers = headersOf(given.get('Headers'), tableOf, notes);
  const written = headers.find(({ name }) => name.toLowerCase() === 'authorization');
  const credentials = written && decodeBasic(written.value);
  const contentType = given.get('ContentType')?.text;
  if (contentType !== undefined) headers.push({ name: 'Content-Type', value: contentType });
  const body = bodyOf(given.get('Body'), tableOf);
  if (given.has('InFile')) notes.push(difference('file-not-read', { option: '-InFile' }));
  if (body?.form === true && contentType === undefined)
    headers.push({ name: 'Content-Type', value: 'application/x-www-form-urlencoded' });
  for (const [, { variables }] of given)
    notes.push(...variables.map((name) => difference('variable-unknown', { name })));
  for (const name of ['OutFile', 'TimeoutSec', 'UserAgent', 'WebSession'])
    if (given.has(name)) notes.push(difference('option-ignored', { option: `-${name}` }));
  return {
    ok: {
      method: given.get('Method')?.text.toUpperCase() ?? 'GET',
      url,
      headers: headers.filter((header) => header !== written),
      ...(written && !credentials && { authorization: written.value }),
      ...(body && { body: body.text }),
      ...(body?.value === true && { bodyForm: 'value' as const }),
      ...(credentials ?? (userInfo === undefined ? {} : { username: userInfo.split(':')[0] ?? '' })),
    },
    notes,
  };
}

/** PowerShell takes a parameter's unambiguous beginning for the whole. */
function full(name: string): string {
  const lower = name.toLowerCase();
  return (
    parameters.find((each) => each.toLowerCase() === lower) ??
    parameters.find((each) => each.toLowerCase().startsWith(lower)) ??
    name
  );
}

function headersOf(
  given: Given | undefined,
  tableOf: (text: string) => DumpedObject | undefined,
  notes: Difference[],
): CurlHeader[] {
  if (!given) return [];
  const table = tableOf(given.text);
  if (!table) {
    notes.push(difference('variable-unknown', { name: given.variables[0] ?? 'Headers' }));
    return [];
  }
  return Object.entries(table).flatMap(([name, value]) =>
    typeof value === 'string' || typeof value === 'number' ? [{ name, value: String(value) }] : [],
  );
}

function bodyOf(
  given: Given | undefined,
  tableOf: (text: string) => DumpedObject | undefined,
): { text: string; form?: boolean; value?: boolean } | undefined {
  if (!given) return undefined;
  const json = given.text.startsWith('');
  const table = tableOf(given.text.replace(/^\uE006/, ''));
  if (!table) return { text: given.text };
  if (json) return { text: JSON.stringify(table), value: true };
  const pairs = Object.entries(table).map(([name, value]): [string, string] => [name, textOf(value)]);
  return { text: new URLSearchParams(pairs).toString(), form: true };
}

function keep(value: unknown, tables: readonly DumpedObject[]): string {
  const index = tables.findIndex((each) => each === value);
  return index < 0 ? JSON.stringify(value) : `\uE004${index}\uE005`;
}

/** The text with a mark for every hash table, and one in front of those that `ConvertTo-Json` makes JSON of. */
function withoutTables(text: string): { marked: string; tables: DumpedObject[] } {
  const tables: DumpedObject[] = [];
  let marked = '';
  let from = 0;
  const opening = /(?:\[(?:PSCustomObject|ordered|hashtable)\]\s*)?@\{/gi;
  for (let match = opening.exec(text); match; match = opening.exec(text)) {
    const dump = readDump(text, match.index + match[0].length - 1);
    if (!dump || !isDumpedObject(dump.value)) continue;
    nested(dump.value, tables);
    marked += `${text.slice(from, match.index)}'\uE004${tables.length}\uE005'`;
    tables.push(dump.value);
    from = dump.end;
    opening.lastIndex = dump.end;
  }
  const all = (marked + text.slice(from))
    .replace(
      /(?:\(\s*)?'(\uE004\d+\uE005)'\s*\|\s*ConvertTo-Json(?:[ \t]+-(?:Depth[ \t]+\d+|Compress))*(?:[ \t]*\))?/gi,
      "'\uE006$1'",
    )
    .replace(/\(\s*(\$\w+)\s*\|\s*ConvertTo-Json(?:\s+-(?:Depth\s+\d+|Compress))*\s*\)/gi, '"\uE006$1"')
    .replace(/(^|\s)@(\w+)(?=\s|$)/g, '$1$$$2');
  return { marked: all, tables };
}

function nested(table: DumpedObject, tables: DumpedObject[]): void {
  for (const value of Object.values(table)) if (isDumpedObject(value)) tables.push(value);
}
