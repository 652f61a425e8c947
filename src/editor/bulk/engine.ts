import path from 'node:path';
import { createBulkEngine, type BulkEngine } from '../../bulk/engine.js';
import { bulkFileWords } from '../../messages/bulk.js';
import type { Services } from '../services.js';
import { engineOfFolders, openedFolders } from './runs.js';

/** The engine with the folders, the words, the clock's zone and the redactor of this window. */
export function bulkEngine(services: Services): BulkEngine {
  const own = path.join(services.context.globalStorageUri.fsPath, 'bulk');
  return engineOfFolders([own, ...openedFolders(services)], (runsFolder) =>
    createBulkEngine({
      runsFolder,
      dates: services.dates(),
      words: bulkFileWords(),
      redact: (text) => services.redactor.redact(text),
    }),
  );
}
