import { type Node, findNodeAtLocation, getNodeValue, parseTree, type ParseError } from 'jsonc-parser';
import { problem, type Problem } from '../core/problems.js';
import { expectationKeys, expectationSchema, type Expectation } from './entrySchema.js';

/** Where in the text, in UTF-16 units, the end not included. */
export interface Span {
  start: number;
  end: number;
}

export interface Property {
  key: string;
  keyNode: Node;
  value: Node;
}

/** The complete properties of an object, in the order of the text. */
export function properties(object: Node): Property[] {
  const found: Property[] = [];
  for (const { children } of object.children ?? []) {
    const [keyNode, value] = children ?? [];
    if (keyNode && value) found.push({ key: String(keyNode.value), keyNode, value });
  }
  return found;
}

/** The value at a key; the last one where the key is written twice, as JSON parsers take it. */
export function child(object: Node, key: string): Node | undefined {
  return propertyOf(object, key)?.children?.[1];
}

/** The key itself. */
export function keyNode(object: Node, key: string): Node | undefined {
  return propertyOf(object, key)?.children?.[0];
}

function propertyOf(object: Node, key: string): Node | undefined {
  return object.children?.findLast(({ children }) => children?.[0]?.value === key && children.length > 1);
}

export function span(node: Node): Span {
  return { start: node.offset, end: node.offset + node.length };
}

/** The opening bracket: a whole object would be underlined over many lines. */
export function opening(node: Node): Span {
  return { start: node.offset, end: node.offset + 1 };
}

/** Keys and indexes from the root of the file. */
export type FilePath = readonly (string | number)[];

/** What is wrong in a request file; problems of an update are the one validator's. */
export type FileIssue = Span & { path: FilePath } & (
    | { kind: 'problem'; problem: Problem }
    /** `code` is jsonc-parser's number of the error. */
    | { kind: 'syntax'; code: number }
    | { kind: 'type'; expected: ExpectedType }
    | { kind: 'value'; allowed: readonly string[] }
    | { kind: 'duplicate-key'; key: string }
  );

export type ExpectedType = 'object' | 'array' | 'string' | 'http-status' | 'scalar';

/** One entry of `updates`. */
export interface FileUpdate extends Span {
  index: number;
  name?: string;
  /** What the validator judges: the entry without `name` and `expect`, whole numbers as they are written. */
  input: Readonly<Record<string, unknown>>;
  /** Present when the entry has an expectation of the right structure. */
  expect?: Expectation;
  node: Node;
}

/** A request file as it was read. */
export interface RequestFile {
  /** False with a syntax error: nothing of such a file is sent. */
  readable: boolean;
  /** The connection's logical name. */
  connection?: Span & { name: string };
  updates: FileUpdate[];
  /** The tree of the whole text, as far as it could be read. */
  root?: Node;
  /** Everything but what is wrong with the updates themselves; see {@link checkFileUpdate}. */
  issues: FileIssue[];
}

const syntaxErrorLimit = 100;
/** jsonc-parser's `InvalidSymbol`; stands for a nesting too deep to read, too. */
const unreadable = 1;

/** Stands for a file that is too long to be read; of our own beside jsonc-parser's numbers. */
export const tooLongCode = 1001;
/** In characters: ten thousand updates and more. What is longer is not read at all, for it would hold up the editor. */
export const longestRequestFile = 4_000_000;

/** Reads a request file: JSON with comments and trailing commas. No text in it is substituted. */
export function parseRequestFile(text: string): RequestFile {
  if (text.length > longestRequestFile) {
    const issue: FileIssue = { kind: 'syntax', code: tooLongCode, path: [], start: 0, end: 1 };
    return { readable: false, updates: [], issues: [issue] };
  }
  const errors: ParseError[] = [];
  let root: Node | undefined;
  let tooDeep = false;
  try {
    root = parseTree(text, errors, { allowTrailingComma: true });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    tooDeep = true;
  }
  const broken = syntaxIssues(errors, tooDeep);
  const file: RequestFile = { readable: broken.length === 0, updates: [], issues: [] };
  if (root) {
    file.root = root;
    readRoot(root, text, file);
  } else file.issues.push({ kind: 'type', expected: 'object', path: [], start: 0, end: text.length });
  // While the text is broken, what seems to be missing or wrong in the rest is guesswork.
  return file.readable ? file : { ...file, issues: broken };
}

function syntaxIssues(errors: readonly ParseError[], tooDeep: boolean): FileIssue[] {
  if (tooDeep) return [{ kind: 'syntax', code: unreadable, path: [], start: 0, end: 1 }];
  return errors.slice(0, syntaxErrorLimit).map(({ error, offset, length }) => ({
    kind: 'syntax',
    code: error,
    path: [],
    start: offset,
    end: offset + Math.max(length, 1),
  }));
}

function readRoot(root: Node, text: string, file: RequestFile): void {
  const { issues } = file;
  if (root.type !== 'object') {
    issues.push({ kind: 'type', expected: 'object', path: [], ...span(root) });
    return;
  }
  issues.push(...keyIssues(root, [], ['$schema', 'connection', 'updates']));
  const connection = findNodeAtLocation(root, ['connection']);
  if (connection?.type === 'string') {
    file.connection = { name: String(connection.value), ...span(connection) };
    if (file.connection.name === '')
      issues.push({
        kind: 'problem',
        problem: problem('blank', 'connection'),
        path: ['connection'],
        ...span(connection),
      });
  } else if (connection) {
    issues.push({ kind: 'type', expected: 'string', path: ['connection'], ...span(connection) });
  }
  const updates = findNodeAtLocation(root, ['updates']);
  if (!updates)
    issues.push({
      kind: 'problem',
      problem: problem('required', 'updates'),
      path: ['updates'],
      ...opening(root),
    });
  else if (updates.type !== 'array')
    issues.push({ kind: 'type', expected: 'array', path: ['updates'], ...span(updates) });
  else
    (updates.children ?? []).forEach((node, index) => {
      readEntry(node, index, text, file);
    });
}

function readEntry(node: Node, index: number, text: string, file: RequestFile): void {
  const { issues } = file;
  const path = ['updates', index];
  if (node.type !== 'object') {
    issues.push({ kind: 'type', expected: 'object', path, ...span(node) });
    return;
  }
  issues.push(...duplicateKeys(node, path));
  const update: FileUpdate = { index, input: inputOf(node, text), node, ...span(node) };
  const name = child(node, 'name');
  if (name?.type === 'string') update.name = String(name.value);
  else if (name) issues.push({ kind: 'type', expected: 'string', path: [...path, 'name'], ...span(name) });
  const fields = child(node, 'fields');
  if (fields?.type === 'object') issues.push(...duplicateKeys(fields, [...path, 'fields']));
  const expect = child(node, 'expect');
  if (expect) {
    const parsed = readExpectation(expect, [...path, 'expect']);
    issues.push(...parsed.issues);
    if (parsed.expect) update.expect = parsed.expect;
  }
  file.updates.push(update);
}

function readExpectation(node: Node, path: FilePath): { expect?: Expectation; issues: FileIssue[] } {
  if (node.type !== 'object') return { issues: [{ kind: 'type', expected: 'object', path, ...span(node) }] };
  const issues = keyIssues(node, path, expectationKeys);
  const parsed = expectationSchema.safeParse(getNodeValue(node));
  if (parsed.success) return { expect: parsed.data, issues };
  for (const issue of parsed.error.issues) {
    if (issue.code === 'unrecognized_keys') continue;
    const steps = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
    const at = { path: [...path, ...steps], ...span(findNodeAtLocation(node, steps) ?? node) };
    if (issue.code === 'invalid_value')
      issues.push({ kind: 'value', allowed: issue.values.map(String), ...at });
    else issues.push({ kind: 'type', expected: expectedType(steps), ...at });
  }
  return { issues };
}

function expectedType([key, inner]: readonly (string | number)[]): ExpectedType {
  if (key === 'status') return 'http-status';
  if (key === 'record') return inner === undefined ? 'object' : 'scalar';
  return 'string';
}

/** Texts of the API whose digits JSON's numbers would change: `9007199254740993` stays, `1E5` is refused as it is written. */
const digitKeys: readonly string[] = ['customerId', 'status_id', 'dictionary_status_id', 'order'];

function inputOf(node: Node, text: string): Record<string, unknown> {
  const entries = properties(node)
    .filter(({ key }) => key !== 'name' && key !== 'expect')
    .map(({ key, value }): [string, unknown] => [
      key,
      key === 'fields' && value.type === 'object'
        ? Object.fromEntries(properties(value).map((each) => [each.key, valueOf(each.key, each.value, text)]))
        : valueOf(key, value, text),
    ]);
  return Object.fromEntries(entries);
}

function valueOf(key: string, node: Node, text: string): unknown {
  if (node.type !== 'number' || !digitKeys.includes(key)) return getNodeValue(node);
  return text.slice(node.offset, node.offset + node.length);
}

/** Unknown keys and keys written twice. */
function keyIssues(object: Node, path: FilePath, known: readonly string[]): FileIssue[] {
  const unknown = properties(object)
    .filter(({ key }) => !known.includes(key))
    .map(({ key, keyNode: node }): FileIssue => ({
      kind: 'problem',
      problem: problem('unknown-key', key, { value: key }),
      path: [...path, key],
      ...span(node),
    }));
  return [...unknown, ...duplicateKeys(object, path)];
}

/** Of a key written twice only the last one counts, which nobody means. */
function duplicateKeys(object: Node, path: FilePath): FileIssue[] {
  const seen = new Set<string>();
  return properties(object).flatMap(({ key, keyNode: node }): FileIssue[] => {
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    return [{ kind: 'duplicate-key', key, path: [...path, key], ...span(node) }];
  });
}
