import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach } from 'mocha';
import type { BulkOutcome } from '../../../src/core/outcome.js';
import { assertWords, run } from './commands.js';

/** A folder of files for each test, gone after it. Call inside `describe`. */
export function useFiles(): (name: string, content: string | Uint8Array) => string {
  const folders: string[] = [];
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });
  return (name, content) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'thulium-bulk-'));
    folders.push(folder);
    const file = path.join(folder, name);
    writeFileSync(file, content);
    return file;
  };
}

/** `thulium.bulkUpdate`, its questions silenced. */
export function bulkUpdate(argument: Readonly<Record<string, unknown>>): Promise<BulkOutcome> {
  return run('thulium.bulkUpdate', { confirm: false, ...argument });
}

/** Updated, failed, skipped, in doubt, remaining; they make the total. */
export function counts(outcome: BulkOutcome): number[] {
  const { total, updated, failed, skipped, inDoubt, remaining } = outcome;
  assert.equal(total, updated + failed + skipped + inDoubt + remaining, JSON.stringify(outcome));
  return [updated, failed, skipped, inDoubt, remaining];
}

/** A refusal with its code, its field and words: no run was made. */
export function assertRefusedBulk(outcome: BulkOutcome, code: string, field?: string): void {
  assert.equal(outcome.error?.code, code, JSON.stringify(outcome));
  assert.deepEqual([outcome.state, outcome.updated], ['refused', 0]);
  if (field !== undefined) assert.equal(outcome.error.field, field, JSON.stringify(outcome));
  assertWords(outcome.error);
}

/** The lines of a file that the extension wrote, header first. */
export function linesOf(file: string | undefined): string[] {
  assert.ok(file !== undefined, 'a file was written');
  return readFileSync(file, 'utf8').replace('\uFEFF', '').trimEnd().split(/\r?\n/);
}
