import { problem, type Problem } from './problems.js';

interface StructureIssue {
  readonly code?: string | undefined;
  readonly path?: readonly PropertyKey[] | undefined;
  readonly keys?: readonly string[] | undefined;
}

/** Turns zod's issues into problems at the innermost key: missing, unknown, or of the wrong type. */
export function structureProblems(issues: readonly object[], input: unknown): Problem[] {
  return issues.flatMap((each) => {
    const issue: StructureIssue = each;
    const path = issue.path ?? [];
    if (issue.code === 'unrecognized_keys') {
      return (issue.keys ?? []).map((key) => problem('unknown-key', key, { value: key }));
    }
    const field = path.length > 0 ? String(path[path.length - 1]) : 'update';
    const value = valueAt(input, path);
    if (value === undefined) return [problem('required', field)];
    return [
      typeof value === 'number'
        ? problem('wrong-type', field, { type: 'number', value: String(value) })
        : problem('wrong-type', field),
    ];
  });
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    input,
  );
}
