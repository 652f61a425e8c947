import path from 'node:path';
import { createBulkEngine, type BulkEngine } from '../../bulk/engine.js';
import { bulkFileWords } from '../../messages/bulkRuns.js';
import type { Services } from '../services.js';

/** The engine with the folder, the words, the clock's zone and the redactor of this window. */
export function bulkEngine(services: Services): BulkEngine {
  return createBulkEngine({
    runsFolder: path.join(services.context.globalStorageUri.fsPath, 'bulk'),
    dates: services.dates(),
    words: bulkFileWords(),
    redact: (text) => services.redactor.redact(text),
  });
}
