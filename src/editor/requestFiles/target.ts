import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { fail, invalidInput, succeed, type CodedFailure, type Result } from '../../core/errors.js';
import type { FileUpdate, RequestFile } from '../../requestFile/parseRequestFile.js';
import { resolveEntry } from '../../requestFile/resolveEntry.js';
import type { Services } from '../services.js';
import { isRequestFile } from './selector.js';
import { updateAt, requestFileIn } from './parsed.js';

/** One update of a request file, as a lens names it. */
const targetArguments = z.strictObject({ uri: z.string(), index: z.int() });

export interface UpdateTarget {
  file: RequestFile;
  update: FileUpdate;
}

/** True for an argument that names an update of a request file. */
export function isTarget(input: unknown): boolean {
  return targetArguments.safeParse(input).success;
}

/**
 * The update that a lens names, else the one at the cursor of the active editor; undefined where there
 * is none. A file with a syntax error, and every file of an untrusted workspace, gives none.
 */
export async function findTarget(input: unknown): Promise<UpdateTarget | undefined> {
  if (!vscode.workspace.isTrusted) return undefined;
  const named = targetArguments.safeParse(input);
  if (named.success) {
    const file = requestFileIn(await vscode.workspace.openTextDocument(vscode.Uri.parse(named.data.uri)));
    const update = file.updates.find(({ index }) => index === named.data.index);
    return file.readable && update ? { file, update } : undefined;
  }
  const editor = vscode.window.activeTextEditor;
  if (!editor || !isRequestFile(editor.document)) return undefined;
  const file = requestFileIn(editor.document);
  const update = updateAt(editor.document, editor.selection.active);
  return file.readable && update ? { file, update } : undefined;
}

/** As {@link findTarget}, for commands that can do nothing without one, with its templates resolved. */
export async function requireTarget(services: Services, input: unknown): Promise<Result<UpdateTarget>> {
  const target = await findTarget(input);
  const none: CodedFailure = { code: 'invalid-input' };
  return target ? resolveTarget(services, target) : fail(none);
}

/** The update with what its templates stand for now; `invalid-input` where one cannot be resolved. */
export function resolveTarget(services: Services, target: UpdateTarget): Result<UpdateTarget> {
  const { entry, issues } = resolveEntry(target.update, services.templates());
  if (issues.length === 0) return succeed({ ...target, update: entry });
  return fail(invalidInput(issues.flatMap((issue) => (issue.kind === 'problem' ? [issue.problem] : []))));
}
