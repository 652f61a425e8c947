import path from 'node:path';
import * as vscode from 'vscode';
import type * as z from 'zod/mini';
import { delimiterNamed, type Delimiter } from '../../bulk/source/detect.js';
import { encodingNamed, type Encoding } from '../../bulk/source/encoding.js';
import type { BulkMapping, Constants } from '../../bulk/plan/mapping.js';
import { fail, succeed, type CodedFailure, type Result } from '../../core/errors.js';
import { recordFieldNames, type RecordFields } from '../../core/record.js';
import type { bulkArguments } from '../arguments.js';
import { readMapping } from '../../bulk/plan/mappingArgument.js';

/** What to plan, however it was asked for. */
export interface BulkRequest {
  /** On this machine. */
  file: string;
  encoding?: Encoding;
  delimiter?: Delimiter;
  /** Lines in front of the header. */
  skip?: number;
  mapping?: BulkMapping;
  constants: Constants;
}

type Given = z.infer<typeof bulkArguments>;

/** A request from an argument object whose structure was checked. */
export function readRequest(given: Given): Result<BulkRequest> {
  const file = localPath(given.file);
  if (file === undefined) return fail(relativePath(given.file));
  const encoding = given.encoding === undefined ? undefined : encodingNamed(given.encoding);
  if (given.encoding !== undefined && !encoding) return fail(wrong('encoding', given.encoding));
  const delimiter = given.delimiter === undefined ? undefined : delimiterNamed(given.delimiter);
  if (given.delimiter !== undefined && !delimiter) return fail(wrong('delimiter', given.delimiter));
  const mapping = given.mapping ? readMapping(given.mapping) : undefined;
  if (mapping && !mapping.ok) return mapping;
  return succeed({
    file,
    ...(encoding ? { encoding } : {}),
    ...(delimiter ? { delimiter } : {}),
    ...(given.skipLines === undefined ? {} : { skip: given.skipLines }),
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
