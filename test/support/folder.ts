import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Gives each test an empty folder of its own, removed after it. Call inside `describe`, after hooks that still need it. */
export function useFolder(give: (folder: string) => void): void {
  let made = '';
  beforeEach(() => {
    made = mkdtempSync(path.join(os.tmpdir(), 'thulium-test-'));
    give(made);
  });
  afterEach(() => {
    rmSync(made, { recursive: true, force: true });
  });
}
