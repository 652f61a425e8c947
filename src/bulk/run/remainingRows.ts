import type { Files } from '../../storage/files.js';
import { readMappedRows } from '../plan/mappedRows.js';
import { FileChangedError } from '../source/fileProblems.js';
import { fileStamp } from '../source/rows.js';
import { openLines, type Replay } from '../journal/replay.js';
import { journalFile, sourceOf } from '../journal/runFiles.js';
import type { WorkItem } from './workItem.js';

/**
 * The rows that a run has still to send, read from the file once more.
 *
 * @param stamp of the file as it was when its hash was taken: no row of any other is handed out
 * @throws FileChangedError before the first row read after an edit, FileProblemError while iterating
 */
export async function* remainingRows(
  files: Files,
  folder: string,
  replay: Replay,
  stamp: string,
): AsyncGenerator<readonly WorkItem[], void> {
  const { header } = replay;
  const lines = await openLines(files, journalFile(folder));
  try {
    const file = sourceOf(header, folder);
    const reading = readMappedRows({ ...header, file });
    for await (const { rows } of reading.batches) {
      if ((await fileStamp(file)) !== stamp) throw new FileChangedError();
      const items: WorkItem[] = [];
      for (const { source, mapped } of rows) {
        const row = source.index;
        const state = replay.state(row);
        if (state !== 'open' && state !== 'unfinished' && state !== 'in-doubt') continue;
        const item: WorkItem = { row, update: mapped, fingerprint: replay.fingerprint(row) };
        if (state !== 'open') {
          const line = await lines.at(replay.intentAt(row) ?? 0);
          item.unfinished = line?.t === 'intent' && line.b ? { before: line.b } : {};
        }
        items.push(item);
      }
      if (items.length > 0) yield items;
    }
    if (reading.hash() !== header.hash) throw new FileChangedError();
  } finally {
    await lines.close();
  }
}
