import path from 'node:path';
import * as vscode from 'vscode';
import type * as z from 'zod/mini';
import type { Delimiter } from '../../bulk/source/detect.js';
import { delimiters } from '../../bulk/source/detect.js';
import { isEncoding, type Encoding } from '../../bulk/source/encoding.js';
import type { BulkMapping, Constants } from '../../bulk/plan/mapping.js';
import { fail, succeed, type CodedFailure, type Result } from '../../core/errors.js';
import { recordFieldNames, type RecordFields } from '../../core/record.js';
import type { bulkArguments } from '../arguments.js';
import { readMapping } from './mappingArgument.js';

/** What to plan, however it was asked for. */
export interface BulkRequest {
  /** On this machine. */
  file: string;
  encoding?: Encoding;
  delimiter?: Delimiter;
  mapping?: BulkMapping;
  constants: Constants;
}

type Given = z.infer<typeof bulkArguments>;

/** Other ways to write a delimiter. */
const delimiterNames: Readonly<Record<string, Delimiter>> = {
  ...Object.fromEntries(delimiters.map((each) => [each, each])),
  '\\t': '\t',
  tab: '\t',
  comma: ',',
  semicolon: ';',
};

const encodingNames: Readonly<Record<string, Encoding>> = {
  utf8: 'utf-8',
  utf16le: 'utf-16le',
  'utf-16': 'utf-16le',
  utf16be: 'utf-16be',
  windows1250: 'windows-1250',
  cp1250: 'windows-1250',
  iso88592: 'iso-8859-2',
  latin2: 'iso-8859-2',
};

/** A request from an argument object whose structure was checked. */
export function readRequest(given: Given): Result<BulkRequest> {
  const file = localPath(given.file);
  if (file === undefined) return fail(relativePath(given.file));
  const encoding = given.encoding === undefined ? undefined : readEncoding(given.encoding);
  if (given.encoding !== undefined && !encoding) return fail(wrong('encoding', given.encoding));
  const delimiter = given.delimiter === undefined ? undefined : delimiterNames[given.delimiter];
  if (given.delimiter !== undefined && !delimiter) return fail(wrong('delimiter', given.delimiter));
  const mapping = given.mapping ? readMapping(given.mapping) : undefined;
  if (mapping && !mapping.ok) return mapping;
  return succeed({
    file,
    ...(encoding ? { encoding } : {}),
    ...(delimiter ? { delimiter } : {}),
    ...(mapping ? { mapping: mapping.value } : {}),
    constants: readConstants(given),
  });
}

/** The path of a file on this machine, from a path or a URI as text. */
export function localPath(text: string): string | undefined {
  if (path.isAbsolute(text)) return text;
  if (!/^[a-z][a-z0-9+.-]+:\/\//i.test(text)) return undefined;
  const uri = vscode.Uri.parse(text);
  return uri.scheme === 'file' ? uri.fsPath : undefined;
}

function readEncoding(text: string): Encoding | undefined {
  const name = text.toLowerCase();
  return isEncoding(name) ? name : encodingNames[name];
}

function readConstants({ campaignId, fields }: Given): Constants {
  const texts: RecordFields = {};
  for (const name of recordFieldNames) {
    const value = fields?.[name];
    if (value !== undefined) texts[name] = String(value);
  }
  return { ...(campaignId === undefined ? {} : { campaignId }), ...(fields ? { fields: texts } : {}) };
}

function relativePath(value: string): CodedFailure {
  return { code: 'invalid-input', detail: 'file-relative', params: { field: 'file', value } };
}

function wrong(field: string, value: string): CodedFailure {
  return { code: 'invalid-input', detail: 'value-unknown', params: { field, value } };
}
