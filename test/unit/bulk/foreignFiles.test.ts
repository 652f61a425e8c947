import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { formatLine, type JournalLine } from '../../../src/bulk/journal/journalLines.js';
import { JournalDamageError, replayJournal } from '../../../src/bulk/journal/replay.js';
import { readCsv } from '../../../src/bulk/source/csv.js';
import { FileProblemError } from '../../../src/bulk/source/fileStart.js';
import { readJson } from '../../../src/bulk/source/json.js';
import type { RowBatch, SourceRow } from '../../../src/bulk/source/rows.js';
import { createRedactor } from '../../../src/core/redact.js';
import { readSetting } from '../../../src/core/settings.js';
import { realFiles } from '../../../src/storage/files.js';
import { historyFileName, openHistory, type HistoryEntry } from '../../../src/storage/history.js';
import { classify } from '../../../src/thulium/classify.js';
import { deep } from '../../support/bulk/deep.js';
import { header } from '../../support/bulk/journalHeader.js';
import { useFolder } from '../../support/folder.js';

const runs = { numRuns: deep ? 10_000 : 100 };

/** Pieces of which a text is made that somebody wrote to be read wrongly. */
const piece = fc.oneof(
  fc.constantFrom(
    '"',
    '\\',
    '\\"',
    '[',
    ']',
    '{',
    '}',
    ',',
    ';',
    ':',
    '\n',
    '\r\n',
    '\r',
    '\t',
    '\0',
    '\uFEFF',
    '\u202E',
  ),
  fc.constantFrom(
    '1234567890123456789',
    '1e999',
    '-',
    'null',
    '"errors":',
    '"message":',
    '"request_id":',
    '__proto__',
  ),
  fc.constantFrom('[](command:x)', '$(beaker)', 'Basic dTpw', 'customer_id', '=1+1', '00001'),
  fc.string({ unit: 'binary', maxLength: 8 }),
);
const nasty = fc.array(piece, { maxLength: 40 }).map((parts) => parts.join(''));

async function rowsOf(
  read: (texts: AsyncIterable<string>) => AsyncGenerator<RowBatch>,
  parts: readonly string[],
): Promise<SourceRow[] | undefined> {
  async function* texts(): AsyncGenerator<string> {
    for (const part of parts) yield await Promise.resolve(part);
  }
  const rows: SourceRow[] = [];
  try {
    for await (const batch of read(texts())) rows.push(...batch.rows);
    return rows;
  } catch (error) {
    if (error instanceof FileProblemError) return undefined;
    throw error;
  }
}

describe('what comes from outside', function () {
  let folder = '';
  useFolder((made) => {
    folder = made;
  });

  it('has a code, whatever an answer holds', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 100, max: 599 }),
        fc.oneof(nasty, fc.json()),
        nasty,
        (status, body, id) => {
          const { failure, requestId } = classify({ status, headers: { 'x-request-id': id }, body });
          assert.ok(failure === undefined ? status >= 200 && status < 300 : failure.code.length > 0);
          assert.ok(requestId === undefined || typeof requestId === 'string');
        },
      ),
      runs,
    );
  });

  it('is rows of a file, each of them, or a problem of the file', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(nasty, { maxLength: 5 }),
        fc.constantFrom(',' as const, ';' as const, '\t' as const),
        async (parts, delimiter) => {
          for (const rows of [
            await rowsOf((texts) => readCsv(texts, { delimiter }), parts),
            await rowsOf((texts) => readJson(texts, 'jsonl'), parts),
            await rowsOf((texts) => readJson(texts, 'json'), parts),
          ]) {
            assert.deepEqual(
              rows?.map(({ index }) => index),
              rows?.map((_, index) => index),
            );
          }
        },
      ),
      runs,
    );
  });

  it('is as many rows as it has objects, wherever a part of it ends', async () => {
    const object = fc.dictionary(fc.constantFrom('a', 'b', 'customer_id'), fc.oneof(nasty, fc.integer()));
    await fc.assert(
      fc.asyncProperty(fc.array(object, { minLength: 1, maxLength: 8 }), fc.nat(), async (objects, cut) => {
        const text = objects.map((each) => JSON.stringify(each)).join('\n');
        const at = cut % text.length;
        const rows = await rowsOf((texts) => readJson(texts, 'jsonl'), [text.slice(0, at), text.slice(at)]);
        assert.equal(rows?.length, objects.length);
        assert.ok(rows.every(({ fault }) => fault === undefined));
      }),
      runs,
    );
  });

  it('is a journal whose rows all count, or one that says that it is damaged', async () => {
    const file = path.join(folder, 'journal.jsonl');
    const ends: JournalLine[] = Array.from({ length: header.rows }, (_, r) => ({
      t: 'done',
      r,
      o: 'updated',
      at: 2,
    }));
    const lines = [header, ...ends].map((line) => formatLine(line));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(), nasty), { maxLength: 3 }), async (spots) => {
        let text = lines.join('');
        for (const [place, put] of spots) {
          const at = place % text.length;
          text = text.slice(0, at) + put + text.slice(at + put.length);
        }
        writeFileSync(file, text);
        try {
          const { counts, damage } = await replayJournal(realFiles, file);
          const { updated, failed, skipped, inDoubt, remaining } = counts;
          assert.equal(updated + failed + skipped + inDoubt + remaining, header.rows);
          if (damage) assert.equal(remaining, 0, 'nothing is sent that may have been sent');
        } catch (error) {
          assert.ok(error instanceof JournalDamageError, String(error));
        }
      }),
      runs,
    );
  });

  it('is hidden in a journal without harm to it, whatever password somebody has', () => {
    fc.assert(
      fc.property(fc.oneof(nasty, fc.string({ maxLength: 3 })), nasty, (password, message) => {
        const redactor = createRedactor();
        redactor.add({ username: 'u', password });
        const e = { code: 'rejected', status: 422, apiErrors: [{ message, code: 1 }] };
        const text = formatLine({ t: 'done', r: 1, o: 'failed', at: 1, s: 422, e }, (each) =>
          redactor.redact(each),
        );
        const read = JSON.parse(text) as { r: unknown; o: unknown; e: typeof e };
        assert.deepEqual([read.r, read.o, read.e.code, read.e.status], [1, 'failed', 'rejected', 422]);
        assert.equal(read.e.apiErrors[0]?.message, redactor.redact(message));
      }),
      runs,
    );
  });

  it('costs no entry of the history but itself', async () => {
    const entry: HistoryEntry = {
      id: 'mine',
      at: '2026-05-01T10:00:00.000Z',
      connectionId: 'c',
      connectionName: 'acme',
      origin: 'https://acme.thulium.com',
      campaignId: '00001',
      customerId: '441',
      fields: { status_id: '3' },
      outcome: 'updated',
    };
    const history = openHistory(folder);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.jsonValue(), { maxLength: 5 }),
        fc.array(fc.jsonValue(), { maxLength: 5 }),
        async (before, after) => {
          writeFileSync(
            path.join(folder, historyFileName),
            JSON.stringify({ version: 1, data: [...before, entry, ...after] }),
          );
          assert.deepEqual(await history.list(), [entry]);
        },
      ),
      runs,
    );
  });

  it('is no setting unless it is one', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const concurrency = readSetting('bulk.concurrency', value);
        assert.ok(concurrency === undefined || (concurrency >= 1 && concurrency <= 64));
        const limit = readSetting('history.limit', value);
        assert.ok(limit === undefined || (limit >= 0 && limit <= 10_000));
      }),
      runs,
    );
  });
});
