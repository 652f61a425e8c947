import { findNodeAtLocation, modify, parseTree, type FormattingOptions, type Node } from 'jsonc-parser';
import type { Problem } from '../core/problems.js';
import { recordFieldNames } from '../core/record.js';
import { type FileIssue, type FilePath, properties, type Property, type Span } from './parseRequestFile.js';
import { entryKeys, expectationKeys, fileKeys } from './entrySchema.js';

/** Replaces a span of the text. */
export interface FileEdit extends Span {
  text: string;
}

/** A way out of an issue; `src/editor` has its title. */
export interface FileFix {
  kind: 'rename-key' | 'remove-key' | 'replace-value' | 'add-property';
  /** The key, or the value, that the fix writes or takes away. */
  subject: string;
  edits: FileEdit[];
  /** The only sensible way out. */
  preferred: boolean;
}

export interface FixContext {
  text: string;
  formatting: FormattingOptions;
  /** Written for a missing `next_call_date`, in the API's form. */
  suggestedDate: string;
}

/** The ways out of one issue, the best first; none where nobody can tell what was meant. */
export function fixesFor(issue: FileIssue, context: FixContext): FileFix[] {
  if (issue.kind === 'value' || issue.kind === 'syntax' || issue.kind === 'duplicate-key') return [];
  if (issue.kind === 'type') return quoteNumber(issue, context);
  const { problem } = issue;
  switch (problem.code) {
    case 'unknown-key':
      return [...renameKey(issue, problem, context), removeProperty(issue, context)];
    case 'campaign-id-zeros-lost':
    case 'date-format':
      return replaceValue(issue, [problem.params?.suggestion], true);
    case 'date-gap':
      return replaceValue(issue, [problem.params?.before, problem.params?.after], false);
    case 'wrong-type':
      return quoteNumber(issue, context);
    case 'blank':
      return issue.path.includes('fields') ? [removeProperty(issue, context)] : [];
    case 'date-required':
      return [addProperty(issue.path, context.suggestedDate, context)];
    case 'agent-required':
      return [addProperty(issue.path, '', context)];
    case 'required':
      return [addProperty(issue.path, missingValue(problem.field), context)];
    default:
      return [];
  }
}

function missingValue(field: string): unknown {
  if (field === 'updates') return [];
  return field === 'fields' ? {} : '';
}

function replaceValue(
  issue: FileIssue,
  values: readonly (string | undefined)[],
  preferred: boolean,
): FileFix[] {
  return values
    .filter((value) => value !== undefined)
    .map((value) => ({
      kind: 'replace-value',
      subject: value,
      edits: [{ start: issue.start, end: issue.end, text: JSON.stringify(value) }],
      preferred,
    }));
}

/** A number where text is wanted, as it stands. */
function quoteNumber(issue: FileIssue, { text }: FixContext): FileFix[] {
  const literal = text.slice(issue.start, issue.end);
  return /^\d+$/.test(literal) ? replaceValue(issue, [literal], true) : [];
}

/** Behind the last property, on its line or below it as the object is written; the rest keeps its form. */
function addProperty(path: FilePath, value: unknown, { text, formatting }: FixContext): FileFix {
  const key = String(path.at(-1));
  const object = nodeAt(text, path.slice(0, -1));
  const last = object && properties(object).at(-1);
  const edits =
    object && last
      ? [insertion(text, object, last, `${JSON.stringify(key)}: ${JSON.stringify(value)}`, formatting.eol)]
      : modify(text, [...path], value, { formattingOptions: formatting }).map(toEdit);
  return { kind: 'add-property', subject: key, edits, preferred: true };
}

function insertion(text: string, object: Node, last: Property, property: string, eol = '\n'): FileEdit {
  const place = last.value.offset + last.value.length;
  const before = text.slice(object.offset, last.keyNode.offset);
  const indent = /\n([ \t]*)$/.exec(before)?.[1];
  const separator = indent === undefined ? ', ' : `,${eol}${indent}`;
  return { start: place, end: place, text: separator + property };
}

function nodeAt(text: string, path: FilePath): Node | undefined {
  const root = parseTree(text, [], { allowTrailingComma: true });
  return root && findNodeAtLocation(root, [...path]);
}

/** Takes the property and one comma; the rest keeps its form. */
function removeProperty(issue: FileIssue, { text }: FixContext): FileFix {
  const object = nodeAt(text, issue.path.slice(0, -1));
  const all = object ? properties(object) : [];
  const index = all.findIndex(({ keyNode, value }) => [keyNode.offset, value.offset].includes(issue.start));
  const [before, own, after] = [all[index - 1], all[index], all[index + 1]];
  const edits: FileEdit[] = [];
  if (own) {
    const { start, end } = { start: own.keyNode.offset, end: own.value.offset + own.value.length };
    if (after) edits.push({ start, end: after.keyNode.offset, text: '' });
    else edits.push({ start: before ? before.value.offset + before.value.length : start, end, text: '' });
  }
  return { kind: 'remove-key', subject: String(issue.path.at(-1)), edits, preferred: false };
}

function toEdit({ offset, length, content }: { offset: number; length: number; content: string }): FileEdit {
  return { start: offset, end: offset + length, text: content };
}

/** The known key that was probably meant, unless the object has it already. */
function renameKey(issue: FileIssue, { field }: Problem, { text }: FixContext): FileFix[] {
  const parentPath = issue.path.slice(0, -1);
  const object = nodeAt(text, parentPath);
  const taken = object ? properties(object).map(({ key }) => key) : [];
  const meant = closest(
    field,
    knownKeys(parentPath).filter((key) => !taken.includes(key)),
  );
  if (meant === undefined) return [];
  const edits = [{ start: issue.start, end: issue.end, text: JSON.stringify(meant) }];
  return [{ kind: 'rename-key', subject: meant, edits, preferred: true }];
}

/** The keys that an object at this path may have. */
export function knownKeys(path: FilePath): readonly string[] {
  const [first, index, third, fourth] = path;
  if (first === undefined) return fileKeys;
  if (first !== 'updates' || typeof index !== 'number' || fourth !== undefined) return [];
  if (third === undefined) return entryKeys;
  if (third === 'fields') return recordFieldNames;
  return third === 'expect' ? expectationKeys : [];
}

function closest(typed: string, known: readonly string[]): string | undefined {
  const plain = (key: string): string => key.toLowerCase().replace(/[^a-z]/g, '');
  const [best] = known
    .map((key) => ({ key, distance: editDistance(plain(typed), plain(key)) }))
    .sort((one, other) => one.distance - other.distance);
  return best && best.distance <= Math.max(1, Math.floor(plain(best.key).length / 3)) ? best.key : undefined;
}

/** Levenshtein's distance; a long key is no misspelt one. */
function editDistance(one: string, other: string): number {
  if (one.length > 40) return one.length;
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const change = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
