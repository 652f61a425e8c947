import path from 'node:path';
import { recordFieldNames, type RawRecord, type RecordUpdate } from '../core/record.js';
import { planRestore } from '../core/restore.js';
import { replaceFile, type Files } from '../storage/files.js';
import type { IntentLine } from './journal/journalLines.js';
import { openLines, type LineReader, type Replay } from './journal/replay.js';
import { carrierOf, isLeftAlone, remember } from './journal/valuesBefore.js';

/** What a run's journal says can be put back, written as JSON Lines to be planned like any other file. */
export interface RestoreRows {
  /** Rows written: at least one field of each can be put back. */
  rows: number;
  /** Rows of which nothing can: the record was not read before, or the fields were empty. */
  notRestorable: number;
  /** Rows of which some fields cannot be put back. */
  partly: number;
  /** Rows whose update changed nothing. */
  unchanged: number;
  /** True when the record no longer holds what the run wrote, or somebody called or made a note since. */
  isChanged(row: number, record: RawRecord): Promise<boolean>;
  close(): Promise<void>;
}

/**
 * Gathers the values before of every row that a run updated.
 *
 * @param target where the rows are written
 */
export async function gatherRestoreRows(
  files: Files,
  journal: string,
  replay: Replay,
  target: string,
): Promise<RestoreRows> {
  const lines = await openLines(files, journal);
  try {
    return await gather(lines, files, replay, target);
  } catch (error) {
    await lines.close();
    throw error;
  }
}

async function gather(lines: LineReader, files: Files, replay: Replay, target: string): Promise<RestoreRows> {
  const counts = { rows: 0, notRestorable: 0, partly: 0, unchanged: 0 };
  const places: number[] = [];
  const parts: string[] = [];
  for (let row = 0; row < replay.header.rows; row++) {
    if (replay.state(row) !== 'updated') continue;
    const at = replay.intentAt(row);
    const line = at === undefined ? undefined : await lines.at(at);
    const restore = line?.t === 'intent' ? valuesBefore(line) : undefined;
    if (at === undefined || !restore) {
      counts.notRestorable++;
      continue;
    }
    const { update, lost } = restore;
    if (Object.keys(update.fields).length === 0) {
      counts[lost > 0 ? 'notRestorable' : 'unchanged']++;
      continue;
    }
    if (lost > 0) counts.partly++;
    counts.rows++;
    places.push(at);
    const { campaignId, customerId, fields } = update;
    parts.push(`${JSON.stringify({ campaign_id: campaignId, customer_id: customerId, ...fields })}\n`);
  }
  await replaceFile(files, target, Buffer.from(parts.join('')));
  return {
    ...counts,
    async isChanged(row, record) {
      const line = await lines.at(places[row] ?? 0);
      return (
        line?.t !== 'intent' || !line.b || !line.u || !isLeftAlone(remember(record), line.b, line.u.fields)
      );
    },
    close: () => lines.close(),
  };
}

/** The update that puts values back, and the count of fields that cannot be. */
function valuesBefore({ b, u }: IntentLine): { update: RecordUpdate; lost: number } | undefined {
  if (!b || !u) return undefined;
  // A dictionary status moves the record to the status that it belongs to: the former status brings both back.
  const moved = u.fields.dictionary_status_id === undefined ? {} : { status_id: '' };
  const { fields, notRestorable } = planRestore(b.values, { ...b.values, ...moved, ...u.fields });
  const carriers = recordFieldNames.filter((name) => u.fields[name] !== undefined).map(carrierOf);
  const missing = carriers.filter((name) => b.values[name] === undefined);
  return { update: { ...u, fields }, lost: notRestorable.length + missing.length };
}

/** The name beside the run's own file under which a restore's results are written. */
export function restoreName(file: string): string {
  const { dir, name } = path.parse(file);
  return path.join(dir, `${name}.restore.jsonl`);
}
