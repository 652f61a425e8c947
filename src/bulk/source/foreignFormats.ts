import { FileProblemError, type FileProblemCode } from './fileStart.js';

/** What a file is instead of a table of text: `format` is its name as programs call it. */
interface Foreign {
  code: Extract<FileProblemCode, `not-text-${string}`>;
  format: string;
}

const hex = (...bytes: number[]): string => String.fromCharCode(...bytes);

/** By the first bytes; from the vendors' pages and `file(1)`. */
const signatures: readonly [start: string, foreign: Foreign][] = [
  [hex(0xd0, 0xcf, 0x11, 0xe0), { code: 'not-text-workbook', format: 'Excel (.xls)' }],
  [hex(0x09, 0x08), { code: 'not-text-workbook', format: 'Excel (.xls)' }],
  [hex(0x09, 0x04), { code: 'not-text-workbook', format: 'Excel (.xls)' }],
  [hex(0xff, 0xfe, 0, 0), { code: 'not-text-encoding', format: 'UTF-32' }],
  [hex(0, 0, 0xfe, 0xff), { code: 'not-text-encoding', format: 'UTF-32' }],
  ['+/v', { code: 'not-text-encoding', format: 'UTF-7' }],
  [hex(0x1f, 0x8b), { code: 'not-text-archive', format: 'gzip' }],
  ['BZh', { code: 'not-text-archive', format: 'bzip2' }],
  [hex(0xfd) + '7zXZ', { code: 'not-text-archive', format: 'xz' }],
  ['7z' + hex(0xbc, 0xaf), { code: 'not-text-archive', format: '7-Zip' }],
  ['Rar!', { code: 'not-text-archive', format: 'RAR' }],
  [hex(0x28, 0xb5, 0x2f, 0xfd), { code: 'not-text-archive', format: 'Zstandard' }],
  ['%PDF', { code: 'not-text-document', format: 'PDF' }],
  ['{\\rtf', { code: 'not-text-document', format: 'RTF' }],
  ['SQLite format 3', { code: 'not-text-database', format: 'SQLite' }],
  ['PGDMP', { code: 'not-text-database', format: 'pg_dump' }],
  ['PGCOPY', { code: 'not-text-database', format: 'COPY … BINARY' }],
  ['PAR1', { code: 'not-text-database', format: 'Parquet' }],
  ['Obj' + hex(1), { code: 'not-text-database', format: 'Avro' }],
  ['ORC', { code: 'not-text-database', format: 'ORC' }],
];

/**
 * Refuses what is known to be another format than rows of text, whatever the file is called: what it is, and what to
 * do, say more than the first quotation mark that does not fit.
 *
 * @throws FileProblemError with the name of the format
 */
export function refuseForeign(sample: Uint8Array): void {
  const foreign = foreignFormat(sample);
  if (foreign) throw new FileProblemError({ code: foreign.code, params: { format: foreign.format } });
}

function foreignFormat(sample: Uint8Array): Foreign | undefined {
  const bytes = Buffer.from(sample.buffer, sample.byteOffset, Math.min(sample.length, 8192)).toString(
    'latin1',
  );
  if (bytes.startsWith('PK\u0003\u0004') || bytes.startsWith('PK\u0005\u0006')) return packed(sample);
  const known = signatures.find(([start]) => bytes.startsWith(start) && !isPlain(start, bytes));
  if (known) return known[1];
  if (isUtf32(sample)) return { code: 'not-text-encoding', format: 'UTF-32' };
  const { text, isWide } = readable(bytes);
  return markup(text) ?? drawn(text) ?? (isWide ? undefined : binary(bytes));
}

/** Three letters may begin a header as well: `ORCID;…`. */
function isPlain(start: string, bytes: string): boolean {
  return /^[A-Za-z1+/]+$/.test(start) && start !== 'PGDMP' && start !== 'PGCOPY' && isText(bytes);
}

function isText(bytes: string): boolean {
  return binary(bytes) === undefined;
}

/** An archive's directory names what is in it. */
function packed(sample: Uint8Array): Foreign {
  const names = Buffer.from(sample).toString('latin1');
  const workbook = (format: string): Foreign => ({ code: 'not-text-workbook', format });
  if (names.includes('opendocument.spreadsheet')) return workbook('LibreOffice (.ods)');
  if (/Index\/(?:Document|Tables)/.test(names)) return workbook('Numbers (.numbers)');
  if (/xl\/workbook\.bin|xl\/worksheets\/sheet\d+\.bin/.test(names)) return workbook('Excel (.xlsb)');
  if (names.includes('word/')) return { code: 'not-text-document', format: 'Word (.docx)' };
  if (names.includes('xl/') || names.includes('[Content_Types].xml')) return workbook('Excel (.xlsx)');
  return { code: 'not-text-archive', format: 'ZIP' };
}

/** The letters of either half of UTF-16, so that a page is known in it too. */
function readable(bytes: string): { text: string; isWide: boolean } {
  const zeros = bytes.split('\0').length - 1;
  const isWide = zeros > bytes.length / 8 && /^(?:[ÿþ]{2})?(?:[^\0]\0|\0[^\0]){4}/.test(bytes);
  const text = (isWide ? bytes.replaceAll('\0', '') : bytes).replace(/^(?:ï»¿|ÿþ|þÿ)+/, '').trimStart();
  return { text, isWide };
}

function markup(text: string): Foreign | undefined {
  if (text.startsWith('<')) {
    if (/urn:schemas-microsoft-com:office:spreadsheet|<Workbook\b/.test(text)) {
      return { code: 'not-text-workbook', format: 'XML Spreadsheet 2003' };
    }
    if (/^<(?:!doctype\s+html|html|head|meta|body|table|style|div|center|title)\b/i.test(text)) {
      return { code: 'not-text-page', format: 'HTML' };
    }
    if (/^<(?:\?xml|!--|!doctype|[a-z][\w:.-]*[\s/>])/i.test(text)) {
      return /<html\b/i.test(text)
        ? { code: 'not-text-page', format: 'HTML' }
        : { code: 'not-text-page', format: 'XML' };
    }
  }
  if (/^MIME-Version:/i.test(text)) return { code: 'not-text-page', format: 'MHTML' };
  const sql =
    /^(?:-- [^\n]*|\/\*[\s\S]{0,2000}?\*\/;?|\s+|set\s[^;\n]*;|use\s[^;\n]*;|begin;|start transaction;)*\s*(?:insert\s+into|create\s+table|drop\s+table|copy\s+\S+\s*(?:\([^)]*\))?\s+from\s+stdin)\b/i;
  return sql.test(text.slice(0, 8000)) ? { code: 'not-text-database', format: 'SQL' } : undefined;
}

/** A table that a terminal or Markdown draws: with lines of dashes under its header. */
function drawn(text: string): Foreign | undefined {
  const [first = '', second = ''] = text.split(/\r\n|\n|\r/, 2);
  const isFrame = /^[+┌╔][-+=─┬═╦]{3,}[+┐╗]$/.test(first.trim());
  const isRule = first.includes('|') && /^[\s|+:-]*-{2,}[\s|+:-]*[|+][\s|+:-]*$/.test(second);
  return isFrame || isRule ? { code: 'not-text-drawing', format: '' } : undefined;
}

/** Three zero bytes of four. */
function isUtf32(sample: Uint8Array): boolean {
  const length = Math.min(sample.length - (sample.length % 4), 4096);
  if (length < 16) return false;
  const zeros = [0, 0, 0, 0];
  for (let at = 0; at < length; at++) if (sample[at] === 0) zeros[at % 4] = (zeros[at % 4] ?? 0) + 1;
  const [first = 0, second = 0, third = 0, fourth = 0] = zeros;
  const letters = length / 4;
  const isFull = (count: number): boolean => count > letters * 0.95;
  return (
    (isFull(second) && isFull(third) && isFull(fourth)) || (isFull(first) && isFull(second) && isFull(third))
  );
}

/** Control characters that no text has. */
function binary(bytes: string): Foreign | undefined {
  let controls = 0;
  for (let at = 0; at < bytes.length; at++) {
    const code = bytes.charCodeAt(at);
    if (code < 9 || (code > 13 && code < 32 && code !== 27)) controls++;
  }
  return controls > bytes.length / 20 && controls > 8 ? { code: 'not-text-binary', format: '' } : undefined;
}
