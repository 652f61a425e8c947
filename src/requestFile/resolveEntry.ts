import type { Node } from 'jsonc-parser';
import type { Problem } from '../core/problems.js';
import {
  type FileIssue,
  type FilePath,
  type FileUpdate,
  child,
  opening,
  properties,
  span,
} from './parseRequestFile.js';
import { hasTemplate, resolveTemplates, type TemplateContext } from '../core/templates.js';

/**
 * One entry with every `{{…}}` of its ids, its fields and the record that it expects replaced by what it stands for at
 * one moment. With an issue nothing of the entry may be sent. A name and the connection are never looked at.
 */
export function resolveEntry(
  entry: FileUpdate,
  context: TemplateContext,
): { entry: FileUpdate; issues: FileIssue[] } {
  const issues: FileIssue[] = [];
  const { node, index } = entry;
  const path = ['updates', index];

  function resolve(value: unknown, key: string, place: Node | undefined, where: FilePath): unknown {
    if (typeof value !== 'string' || !hasTemplate(value)) return value;
    const resolved = resolveTemplates(value, key, context);
    if ('text' in resolved) return resolved.text;
    issues.push(at(resolved.problem, place, [...where, key]));
    return value;
  }

  function at(problem: Problem, place: Node | undefined, where: FilePath): FileIssue {
    return { kind: 'problem', problem, path: where, ...(place ? span(place) : opening(node)) };
  }

  function resolveAll(
    values: Readonly<Record<string, unknown>>,
    object: Node | undefined,
    where: FilePath,
  ): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(values).map(([key, value]) => [
        key,
        resolve(value, key, object && child(object, key), where),
      ]),
    );
  }

  const { fields } = entry.input;
  const input = resolveAll(entry.input, node, path);
  if (isObject(fields)) input.fields = resolveAll(fields, child(node, 'fields'), [...path, 'fields']);
  const resolved: FileUpdate = { ...entry, input };
  const wanted = entry.expect?.record;
  if (wanted) {
    const expected = child(node, 'expect');
    const record = expected && child(expected, 'record');
    const values = resolveAll(wanted, record, [...path, 'expect', 'record']);
    resolved.expect = { ...entry.expect, record: values as typeof wanted };
  }
  return { entry: resolved, issues };
}

/** The value with a template that an offset of the text is in; undefined where it is in none. */
export function templateAt(entry: FileUpdate, offset: number): { text: string; node: Node } | undefined {
  const values = [entry.node, child(entry.node, 'fields'), recordOf(entry.node)].flatMap((object) =>
    object?.type === 'object' ? properties(object).map(({ value }) => value) : [],
  );
  const node = values.find(
    (each) => each.type === 'string' && each.offset <= offset && offset <= each.offset + each.length,
  );
  if (!node) return undefined;
  const text = String(node.value);
  return hasTemplate(text) ? { text, node } : undefined;
}

function recordOf(node: Node): Node | undefined {
  const expected = child(node, 'expect');
  return expected && child(expected, 'record');
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
