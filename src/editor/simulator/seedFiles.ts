import * as vscode from 'vscode';
import { fail, succeed, type Result } from '../../core/errors.js';
import { seedSchema, type Seed } from '../../simulator/seed/seedFile.js';

/** How many places of a file are named when it does not fit. */
const namedPlaces = 5;

/** Reads a seed file, given by its path or URI. */
export async function readSeedFile(reference: string): Promise<Result<Seed>> {
  let text: string;
  let uri: vscode.Uri;
  try {
    uri = reference.includes('://') ? vscode.Uri.parse(reference, true) : vscode.Uri.file(reference);
    text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return fail({ code: 'invalid-input', detail: 'seed-unreadable', params: { file: reference } });
  }
  const file = vscode.workspace.asRelativePath(uri);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const places = error instanceof Error ? error.message : '';
    return fail({ code: 'invalid-input', detail: 'seed-file', params: { file, places } });
  }
  const parsed = seedSchema.safeParse(value);
  if (parsed.success) return succeed(parsed.data);
  const all = parsed.error.issues.flatMap(({ path, ...issue }) =>
    issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...path, key]) : [path],
  );
  const places = all.slice(0, namedPlaces).map((path) => path.map(String).join('.') || '{}');
  return fail({ code: 'invalid-input', detail: 'seed-file', params: { file, places: places.join(', ') } });
}

/** Writes a seed where a person can read and change it. */
export async function writeSeedFile(uri: vscode.Uri, seed: Seed): Promise<void> {
  const text = `${JSON.stringify(seed, undefined, 2)}\n`;
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
}
