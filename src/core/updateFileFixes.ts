import { findNodeAtLocation, modify, parseTree, type FormattingOptions } from 'jsonc-parser';
import type { Problem } from './problems.js';
import { recordFieldNames } from './record.js';
import type { FileIssue, FilePath } from './updateFile.js';
import { properties, type Span } from './updateFileNodes.js';
import { entryKeys, expectationKeys, fileKeys } from './updateFileSchema.js';

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
      return [...renameKey(issue, problem, context), removeProperty(issue.path, context)];
    case 'campaign-id-zeros-lost':
    case 'date-format':
      return replaceValue(issue, [problem.params?.suggestion], true);
    case 'date-gap':
      return replaceValue(issue, [problem.params?.before, problem.params?.after], false);
    case 'wrong-type':
      return quoteNumber(issue, context);
    case 'blank':
      return issue.path.includes('fields') ? [removeProperty(issue.path, context)] : [];
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

function addProperty(path: FilePath, value: unknown, { text, formatting }: FixContext): FileFix {
  const edits = modify(text, [...path], value, { formattingOptions: formatting });
  return { kind: 'add-property', subject: String(path.at(-1)), edits: edits.map(toEdit), preferred: true };
}

function removeProperty(path: FilePath, { text, formatting }: FixContext): FileFix {
  const edits = modify(text, [...path], undefined, { formattingOptions: formatting });
  return { kind: 'remove-key', subject: String(path.at(-1)), edits: edits.map(toEdit), preferred: false };
}

function toEdit({ offset, length, content }: { offset: number; length: number; content: string }): FileEdit {
  return { start: offset, end: offset + length, text: content };
}

/** The known key that was probably meant, unless the object has it already. */
function renameKey(issue: FileIssue, { field }: Problem, { text }: FixContext): FileFix[] {
  const root = parseTree(text, [], { allowTrailingComma: true });
  const parentPath = issue.path.slice(0, -1);
  const object = root && findNodeAtLocation(root, parentPath);
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
