import type { RecordView, SavedRecord } from '../../protocol/record.js';

/** What VS Code keeps of the page: which record it is and whether it is watched, nothing that was read. */
export function toSavedState({ subject, watch }: RecordView): SavedRecord {
  return { version: 1, subject, watching: watch.state !== 'off' };
}
