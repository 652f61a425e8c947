import type { Node } from 'jsonc-parser';
import type { Problem } from '../core/problems.js';
import { recordFieldNames, type RecordUpdate } from '../core/record.js';
import {
  type FileIssue,
  type FilePath,
  type FileUpdate,
  child,
  keyNode,
  opening,
  span,
  type Span,
} from './parseRequestFile.js';
import { resolveEntry } from './resolveEntry.js';
import type { TemplateContext } from '../core/templates.js';
import { entryKeys } from './entrySchema.js';
import { validateUpdate, type ValidationContext } from '../core/validate.js';

/** Judges one entry by the one validator, its templates resolved, and tells where each problem is. */
export function checkFileUpdate(
  written: FileUpdate,
  context: ValidationContext & { templates: TemplateContext },
): { update?: RecordUpdate; issues: FileIssue[] } {
  const { entry, issues: unresolved } = resolveEntry(written, context.templates);
  const { update, problems } = validateUpdate(entry.input, context);
  const taken = new Set<Node>();
  const issues = problems.map((each): FileIssue => locate(entry, each, taken));
  if (unresolved.length === 0) return update ? { update, issues } : { issues };
  // A value that is not resolved yet is also no date and no number: one word about it is enough.
  const said = new Set(unresolved.map(({ start }) => start));
  return { issues: [...unresolved, ...issues.filter(({ start }) => !said.has(start))] };
}

function locate(entry: FileUpdate, found: Problem, taken: Set<Node>): FileIssue {
  const { node } = entry;
  const path = ['updates', entry.index];
  const fields = child(node, 'fields');
  const at = (place: Span, where: FilePath): FileIssue => ({
    kind: 'problem',
    problem: found,
    path: where,
    ...place,
  });
  const field = recordFieldNames.find((each) => each === found.field);
  switch (found.code) {
    case 'unknown-key': {
      const candidates: [Node | undefined, FilePath, readonly string[]][] = [
        [fields, [...path, 'fields'], recordFieldNames],
        [node, path, entryKeys],
      ];
      for (const [object, where, known] of candidates) {
        const key = object && !known.includes(found.field) ? keyNode(object, found.field) : undefined;
        if (!key || taken.has(key)) continue;
        taken.add(key);
        return at(span(key), [...where, found.field]);
      }
      return at(opening(node), path);
    }
    case 'required':
      return at(opening(node), [...path, found.field]);
    case 'agent-required':
    case 'date-required':
      return at(span(keyNode(node, 'fields') ?? node), [...path, 'fields', found.field]);
    case 'no-fields':
      return at(span(keyNode(node, 'fields') ?? node), [...path, 'fields']);
    default: {
      const value = field ? fields && child(fields, field) : child(node, found.field);
      const where = field ? [...path, 'fields', field] : [...path, found.field];
      return at(value ? span(value) : opening(node), where);
    }
  }
}
