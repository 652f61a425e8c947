import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { errorCode } from '../../storage/files.js';
import { detectFormat, withoutMarks, type FormatChoice, type SourceFormat } from './detect.js';
import { FileProblemError } from './fileStart.js';
import { readCsv } from './csv.js';
import { refuseForeign } from './foreignFormats.js';
import { readJson } from './json.js';

/** A stream of rows. `hash` is the SHA-256 of all bytes, known once the last batch was taken. */
interface RowReader {
  batches: AsyncIterable<RowBatch>;
  hash(): string;
}

const chunkBytes = 64 * 1024;

/**
 * Reads the beginning of a file and tells how it is written.
 *
 * @throws FileProblemError `file-unreadable`, or what the file is when it is no text
 */
export async function detectFile(file: string, choice: FormatChoice = {}): Promise<SourceFormat> {
  return guarded(async () => {
    const handle = await open(file, 'r');
    try {
      const sample = new Uint8Array(chunkBytes);
      const { bytesRead } = await handle.read(sample, 0, sample.length, 0);
      const read = sample.subarray(0, bytesRead);
      refuseForeign(read);
      return detectFormat(read, choice, bytesRead === chunkBytes);
    } finally {
      await handle.close();
    }
  });
}

/** SHA-256 of a file. @throws FileProblemError `file-unreadable` */
export async function hashFile(file: string): Promise<string> {
  return guarded(async () => {
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(file)) hash.update(chunk as Uint8Array);
    return hash.digest('hex');
  });
}

/** Changes when a file is edited, replaced or touched. @throws FileProblemError `file-unreadable` */
export async function fileStamp(file: string): Promise<string> {
  return guarded(async () => {
    const { ino, size, mtimeNs } = await stat(file, { bigint: true });
    return `${ino} ${size} ${mtimeNs}`;
  });
}

/**
 * Streams the rows of a file: memory does not grow with its length. Each batch is about 64 kB of text.
 *
 * @param known columns that a mapping names, by which a header is told from a row
 * @throws FileProblemError while iterating, when the file as a whole cannot be used
 */
export function readRows(file: string, format: SourceFormat, known: readonly string[] = []): RowReader {
  const hash = createHash('sha256');
  let digest: string | undefined;

  async function* texts(): AsyncGenerator<string> {
    const decoder = new TextDecoder(format.encoding, { fatal: true });
    let isFirst = true;
    const marksOff = (text: string): string => {
      if (!isFirst || text === '') return text;
      isFirst = false;
      return withoutMarks(text);
    };
    for await (const chunk of createReadStream(file, { highWaterMark: chunkBytes })) {
      const bytes = chunk as Uint8Array;
      hash.update(bytes);
      yield marksOff(decode(() => decoder.decode(bytes, { stream: true }), format));
    }
    yield marksOff(decode(() => decoder.decode(), format));
    digest = hash.digest('hex');
  }

  async function* batches(): AsyncGenerator<RowBatch> {
    try {
      const { kind } = format;
      yield* kind === 'csv' ? readCsv(texts(), { ...format, known }) : readJson(texts(), kind);
    } catch (error) {
      throw asFileProblem(error);
    }
  }

  return {
    batches: batches(),
    hash() {
      if (digest === undefined) throw new Error('The file was not read to its end');
      return digest;
    },
  };
}

function decode(work: () => string, format: SourceFormat): string {
  try {
    return work();
  } catch {
    throw new FileProblemError({ code: 'file-encoding', params: { encoding: format.encoding } });
  }
}

async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw asFileProblem(error);
  }
}

/** A file that is gone, forbidden, or held open by another program. */
function asFileProblem(error: unknown): unknown {
  const reason = errorCode(error);
  return reason !== undefined && !(error instanceof FileProblemError) && /^E[A-Z]+$/.test(reason)
    ? new FileProblemError({ code: 'file-unreadable', params: { reason } })
    : error;
}

/** One data row. Blank rows are none and count nowhere. */
export interface SourceRow {
  /** Counts from 0 over the data rows. */
  index: number;
  /** Where the row begins in the file, counted from 1. */
  line: number;
  /** As many as there are columns; undefined where a JSON line lacks the key. */
  cells: readonly (string | undefined)[];
  /** Columns whose value in JSON is neither text, a number nor null; their cells hold it as JSON. */
  wrongTypes?: readonly number[];
  /** The row cannot be told apart into columns. */
  fault?: {
    code: 'row-ragged' | 'json-broken';
    params?: Record<string, string>;
  };
}

export interface RowBatch {
  /** Names of the columns, each once: a second `Status` is called `Status (2)`. JSON Lines may add some later. */
  columns: readonly string[];
  rows: SourceRow[];
}
