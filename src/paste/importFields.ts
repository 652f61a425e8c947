import { recordFieldNames, type RecordFieldName, type RecordFields } from '../core/record.js';
import { difference, type Difference } from './differences.js';

/** The fields of an update that a body carries, and what was lost or changed in taking them. */
export function readBody(body: string): { fields: RecordFields; differences: Difference[] } {
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
