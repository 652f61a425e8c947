import { hasCode, type Files, type OpenFile } from '../../storage/files.js';
import {
  isIntact,
  journalVersion,
  parseLine,
  type EndLine,
  type JournalHeader,
  type JournalLine,
  type RowOutcome,
} from './journalLines.js';
import { verdicts, type Verdict } from '../plan/plan.js';

/** State of a row after a replay; `unfinished`: an intent without an end. */
export const rowStates = [
  'open',
  'updated',
  'failed',
  'skipped',
  'in-doubt',
  'unfinished',
  'unchosen',
] as const;
export type RowState = (typeof rowStates)[number];

export type LeftOutVerdict = Exclude<Verdict, 'send'>;
export type LeftOut = Partial<Record<LeftOutVerdict, number>>;

/** A run as its journal tells it: 18 bytes a row. */
export interface Replay {
  header: JournalHeader;
  state(row: number): RowState;
  fingerprint(row: number): number;
  /** Places of a row's last `done` and last `intent` line in the journal, or undefined. */
  doneAt(row: number): number | undefined;
  intentAt(row: number): number | undefined;
  /** PUTs and milliseconds are in the lines; these are the sums. */
  counts: { updated: number; failed: number; skipped: number; inDoubt: number; remaining: number };
  /** Why a row was left out before anything was sent; undefined for one that was to be sent. */
  leftOutBy(row: number): LeftOutVerdict | undefined;
  /** Rows left out before anything was sent, by why; `invalid` and `not-found` are among the failed, the rest among the skipped. */
  leftOut: LeftOut;
  /** In a restore: whether a row, once updated, has not all of its values back. */
  isPartly(row: number): boolean;
  /** Of those updated. */
  partly: number;
  end: EndLine | undefined;
  /** Milliseconds since the epoch of the last line that tells it. */
  lastAt: number;
  /** Bytes up to which the journal is whole. */
  validLength: number;
  /**
   * The first line that cannot be read although others follow it. What the others say still holds, but nothing may be
   * sent by this journal any more: a row of which nothing is known counts as in doubt.
   */
  damage?: JournalDamage;
}

/** Why a journal, or a line of it, cannot be used. */
export interface JournalDamage {
  reason: 'missing' | 'header' | 'version' | 'checksum' | 'order';
  line?: number;
}

/** Thrown by {@link replayJournal}. */
export class JournalDamageError extends Error {
  constructor(readonly damage: JournalDamage) {
    super(`Journal: ${damage.reason}`);
    this.name = 'JournalDamageError';
  }
}

/**
 * Reads a journal to its end. A torn tail is left out; a bad line with good ones after it means that
 * the file was damaged later: that line is lost, and `damage` tells it.
 *
 * @throws JournalDamageError, or the system's own error when the disk refuses
 */
export async function replayJournal(files: Files, file: string): Promise<Replay> {
  const builder = new ReplayBuilder();
  let number = 0;
  let badLine: number | undefined;
  let damage: JournalDamage | undefined;
  let validLength = 0;
  for await (const { text, at, end } of readLines(files, file)) {
    number++;
    if (!isIntact(text)) {
      badLine ??= number;
      continue;
    }
    if (badLine !== undefined) damage ??= { reason: 'checksum', line: badLine };
    const line = parseLine(text);
    if (number === 1) builder.begin(line);
    else if (!line || !builder.add(line, at)) {
      damage ??= { reason: line?.t === 'run' ? 'header' : 'order', line: number };
    }
    validLength = end;
  }
  return builder.finish(validLength, damage);
}

/** The header of a journal alone; undefined for one that cannot be read, whatever the reason. */
export async function readHeader(files: Files, file: string): Promise<JournalHeader | undefined> {
  try {
    for await (const { text } of readLines(files, file)) {
      const line = isIntact(text) ? parseLine(text) : undefined;
      return line?.t === 'run' ? line : undefined;
    }
  } catch {
    // A folder without a journal is a plan, or no run at all.
  }
  return undefined;
}

const noDone = 2 ** 32 - 1;
const open = rowStates.indexOf('open');
const unfinished = rowStates.indexOf('unfinished');

class ReplayBuilder {
  private header: JournalHeader | undefined;
  private states = new Uint8Array();
  private chosen = new Uint8Array();
  private prints = new Uint32Array();
  /** Where each row's last `intent` begins, or its `done` where there is none; 0 is the header's own place. */
  private places = new Float64Array();
  /** How far behind that place the row's `done` begins; 0 when it is the `done` that is there. */
  private behind = new Uint32Array();
  private end: EndLine | undefined;
  private lastAt = 0;

  /** False for a line that has no place here. */
  add(line: JournalLine, at: number): boolean {
    if (!this.header) return false;
    switch (line.t) {
      case 'run':
        return false;
      case 'rows':
        this.rows(line.from, Buffer.from(line.v, 'base64'), Buffer.from(line.f ?? '', 'base64'));
        return true;
      case 'intent':
        if (line.r >= this.states.length) return false;
        this.states[line.r] = unfinished;
        this.places[line.r] = at;
        this.behind[line.r] = noDone;
        break;
      case 'done':
        if (line.r >= this.states.length) return false;
        this.states[line.r] = rowStates.indexOf(stateAfter[line.o]);
        this.placeDone(line.r, at);
        break;
      case 'resume':
        this.end = undefined;
        break;
      case 'end':
        this.end = line;
        break;
    }
    this.lastAt = line.at;
    return true;
  }

  finish(validLength: number, damage?: JournalDamage): Replay {
    const { header, states, chosen, prints, places, behind } = this;
    if (!header) {
      throw new JournalDamageError(damage?.reason === 'checksum' ? damage : { reason: 'header' });
    }
    // The lost line may have said that a row was sent.
    if (damage) states.forEach((state, row) => (states[row] = state === open ? unfinished : state));
    const counts = { updated: 0, failed: 0, skipped: 0, inDoubt: 0, remaining: 0 };
    const stateOf = (row: number): RowState => rowStates[states[row] ?? 0] ?? 'open';
    const leftOutBy = (row: number): LeftOutVerdict | undefined => {
      const verdict = verdicts[chosen[row] ?? 0];
      return verdict === 'send' ? undefined : verdict;
    };
    const isPartly = (row: number): boolean => chosen[row] === partlyVerdict;
    const leftOut: LeftOut = {};
    let partly = 0;
    for (let row = 0; row < header.rows; row++) {
      const key = countOf[stateOf(row)];
      if (key) counts[key]++;
      const why = leftOutBy(row);
      if (why) leftOut[why] = (leftOut[why] ?? 0) + 1;
      if (isPartly(row) && stateOf(row) === 'updated') partly++;
    }
    return {
      header,
      state: stateOf,
      fingerprint: (row) => prints[row] ?? 0,
      doneAt: (row) => (behind[row] === noDone ? undefined : (places[row] ?? 0) + (behind[row] ?? 0)),
      intentAt: (row) => (behind[row] === 0 || places[row] === 0 ? undefined : places[row]),
      counts,
      leftOutBy,
      leftOut,
      isPartly,
      partly,
      end: this.end,
      lastAt: this.lastAt,
      validLength,
      ...(damage ? { damage } : {}),
    };
  }

  /** @param line the first, which tells what the run is */
  begin(line: JournalLine | undefined): void {
    if (line && line.t !== 'run') throw new JournalDamageError({ reason: 'header', line: 1 });
    if (!line || line.v > journalVersion) throw new JournalDamageError({ reason: 'version', line: 1 });
    this.header = line;
    this.lastAt = line.at;
    this.states = new Uint8Array(line.rows);
    this.chosen = new Uint8Array(line.rows);
    this.prints = new Uint32Array(line.rows);
    this.places = new Float64Array(line.rows);
    this.behind = new Uint32Array(line.rows).fill(noDone);
  }

  private rows(from: number, chosen: Buffer, prints: Buffer): void {
    for (let index = 0; index < chosen.length; index++) {
      this.chosen[from + index] = chosen[index] ?? 0;
      this.states[from + index] = stateOfVerdict[chosen[index] ?? 0] ?? 0;
      if (prints.length >= index * 4 + 4) this.prints[from + index] = prints.readUInt32LE(index * 4);
    }
  }

  private placeDone(row: number, at: number): void {
    const place = this.places[row] ?? 0;
    const distance = at - place;
    const hasIntent = place !== 0 && this.behind[row] !== 0;
    if (!hasIntent || distance >= noDone) this.places[row] = at;
    this.behind[row] = hasIntent && distance < noDone ? distance : 0;
  }
}

/** In a verdict byte beside those of a plan: a row that this run does not concern. */
export const unchosenVerdict = 255;
/** The same: in a restore, a row to be sent that does not get all of its values back. Older versions take it for any row to be sent. */
export const partlyVerdict = 254;

const stateOfVerdict: Readonly<Record<number, number>> = {
  [verdicts.indexOf('send')]: rowStates.indexOf('open'),
  [verdicts.indexOf('invalid')]: rowStates.indexOf('failed'),
  [verdicts.indexOf('not-found')]: rowStates.indexOf('failed'),
  [verdicts.indexOf('duplicate')]: rowStates.indexOf('skipped'),
  [verdicts.indexOf('in-work')]: rowStates.indexOf('skipped'),
  [verdicts.indexOf('changed')]: rowStates.indexOf('skipped'),
  [verdicts.indexOf('do-not-call')]: rowStates.indexOf('skipped'),
  [partlyVerdict]: rowStates.indexOf('open'),
  [unchosenVerdict]: rowStates.indexOf('unchosen'),
};

const stateAfter: Readonly<Record<RowOutcome, RowState>> = {
  updated: 'updated',
  failed: 'failed',
  skipped: 'skipped',
  'in-doubt': 'in-doubt',
  'put-back': 'open',
};

const countOf: Readonly<Record<RowState, keyof Replay['counts'] | undefined>> = {
  open: 'remaining',
  updated: 'updated',
  failed: 'failed',
  skipped: 'skipped',
  'in-doubt': 'inDoubt',
  unfinished: 'inDoubt',
  unchosen: undefined,
};

interface PlacedLine {
  text: string;
  at: number;
  /** After its newline. */
  end: number;
}

const blockBytes = 64 * 1024;

/** Whole lines of a file with their places in bytes; a last one without its newline is torn, and left out. */
async function* readLines(files: Files, file: string): AsyncGenerator<PlacedLine> {
  let handle: OpenFile;
  try {
    handle = await files.open(file, 'read');
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
    throw new JournalDamageError({ reason: 'missing' });
  }
  try {
    /** Pieces of a line whose end has not come yet, joined once: a line of many megabytes must not cost its square. */
    let pieces: Buffer[] = [];
    let at = 0;
    for (let position = 0; ;) {
      const block = Buffer.alloc(blockBytes);
      const count = await handle.read(block, position);
      if (count === 0) break;
      position += count;
      let start = 0;
      for (let end = block.indexOf(10); end !== -1 && end < count; end = block.indexOf(10, start)) {
        pieces.push(block.subarray(start, end));
        const line = Buffer.concat(pieces);
        pieces = [];
        yield { text: line.toString('utf8'), at, end: at + line.length + 1 };
        at += line.length + 1;
        start = end + 1;
      }
      pieces.push(block.subarray(start, count));
    }
  } finally {
    await handle.close();
  }
}

/** Reads single lines of a journal by their places; neighbours come from the same few blocks. */
export interface LineReader {
  at(offset: number): Promise<JournalLine | undefined>;
  close(): Promise<void>;
}

/** Opens a journal for reading lines whose places a replay told. */
export async function openLines(files: Files, file: string): Promise<LineReader> {
  const handle = await files.open(file, 'read');
  const blocks = new Map<number, Buffer>();

  async function block(index: number): Promise<Buffer> {
    let found = blocks.get(index);
    if (!found) {
      const bytes = Buffer.alloc(blockBytes);
      found = bytes.subarray(0, await handle.read(bytes, index * blockBytes));
      if (blocks.size >= 16) blocks.delete([...blocks.keys()][0] ?? -1);
      blocks.set(index, found);
    }
    return found;
  }

  return {
    async at(offset) {
      const parts: Buffer[] = [];
      for (let index = Math.floor(offset / blockBytes), start = offset % blockBytes; ; index++, start = 0) {
        const bytes = await block(index);
        const end = bytes.indexOf(10, start);
        parts.push(bytes.subarray(start, end === -1 ? bytes.length : end));
        if (end !== -1 || bytes.length < blockBytes) break;
      }
      const text = Buffer.concat(parts).toString('utf8');
      return isIntact(text) ? parseLine(text) : undefined;
    },
    close: () => handle.close(),
  };
}
