import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';
import { journalFailure } from '../../../src/bulk/journal/journal.js';
import { formatLine, isIntact, parseLine, type JournalLine } from '../../../src/bulk/journal/journalLines.js';
import {
  openJournal,
  type JournalWriter,
  type JournalWriterOptions,
} from '../../../src/bulk/journal/journalWriter.js';
import { createRedactor } from '../../../src/core/redact.js';
import { breakingFiles } from '../../support/bulk/breakingFiles.js';
import { faultyFiles, type FaultyFiles } from '../../support/bulk/faultyFiles.js';
import { useFolder } from '../../support/folder.js';

const intent: JournalLine = { t: 'intent', r: 1, at: 2 };
const done: JournalLine = { t: 'done', r: 1, o: 'updated', at: 3 };

describe('writing a journal', () => {
  let file = '';
  let files: FaultyFiles;
  let calls: string[];
  let synced: number;
  let blockSync: Promise<void> | undefined;
  let writer: JournalWriter | undefined;
  afterEach(async () => {
    await writer?.close();
    writer = undefined;
  });
  useFolder((folder) => {
    file = path.join(folder, 'journal.jsonl');
    calls = [];
    synced = 0;
    blockSync = undefined;
    const faulty = faultyFiles();
    const open = faulty.open.bind(faulty);
    files = Object.assign(faulty, {
      open: async (...args: Parameters<typeof open>) => {
        const real = await open(...args);
        return {
          ...real,
          append: (data: Uint8Array) => (calls.push('append'), real.append(data)),
          sync: async () => {
            calls.push('sync');
            await blockSync;
            await real.sync();
            synced++;
          },
          close: () => (calls.push('close'), real.close()),
        };
      },
    });
  });

  async function open(options: Partial<JournalWriterOptions> = {}): Promise<JournalWriter> {
    writer = await openJournal(files, file, { maxUnsynced: 1000, ...options });
    return writer;
  }
  const text = (): string => readFileSync(file, 'utf8');

  it('puts lines of one moment into one write, in their order, and syncs them at the end', async () => {
    const journal = await open();
    await Promise.all([journal.append(intent), journal.append(done), journal.append(intent)]);
    assert.equal(text(), [intent, done, intent].map((line) => formatLine(line)).join(''));
    await journal.append(done);
    assert.deepEqual(calls, ['append', 'append']);
    await journal.close();
    writer = undefined;
    assert.deepEqual(calls, ['append', 'append', 'sync', 'close']);
    assert.ok(text().endsWith(formatLine(done)));
  });

  it('syncs nothing where nothing was written', async () => {
    await (await open()).close();
    writer = undefined;
    assert.deepEqual(calls, ['close']);
  });

  it('waits for a sync before more ends than allowed could be lost; intents do not count', async () => {
    const journal = await open({ maxUnsynced: 0 });
    await journal.append(done);
    assert.deepEqual(calls, ['append', 'sync']);
    files.dropUnsynced();
    assert.equal(text(), formatLine(done));
    const patient = await openJournal(files, path.join(path.dirname(file), 'other'), { maxUnsynced: 1 });
    calls = [];
    for (let each = 0; each < 4; each++) await patient.append(intent);
    await turn();
    assert.deepEqual(calls, ['append', 'append', 'append', 'append']);
    await patient.close();
  });

  it('begins a sync at half of what may be lost, and counts anew after it', async () => {
    const journal = await open({ maxUnsynced: 4 });
    await journal.append(done);
    await turn();
    assert.deepEqual(calls, ['append']);
    await journal.append(done);
    await turn();
    assert.deepEqual(calls, ['append', 'append', 'sync']);
    while (synced === 0) await turn();
    calls = [];
    await journal.append(done);
    await turn();
    assert.deepEqual(calls, ['append']);
  });

  it('hides a secret in what a server said and leaves the line a line, whatever the secret is', () => {
    const failed: JournalLine = {
      t: 'done',
      r: 1,
      o: 'failed',
      at: 422,
      s: 422,
      q: 'http://h:1',
      a: 1,
      e: {
        code: 'rejected',
        detail: 'in-doubt',
        status: 422,
        requestId: 'http://h:1',
        params: { done: 'done 1', type: 'text/html' },
        apiErrors: [{ message: 'a@b of 1: code done, "quoted" 2024', code: 1 }],
      },
    };
    for (const password of [
      '1',
      '422',
      'done',
      'code',
      '2024',
      'r',
      't',
      'false',
      '"',
      '{',
      'rejected',
      ':',
      'e',
    ]) {
      const redactor = createRedactor();
      redactor.add({ username: 'x', password });
      const text = formatLine(failed, (each) => redactor.redact(each));
      assert.ok(isIntact(text.trimEnd()), password);
      const read = parseLine(text.trimEnd());
      assert.ok(read?.t === 'done' && read.e, `${password}: ${text}`);
      assert.deepEqual([read.r, read.o, read.at, read.s, read.a], [1, 'failed', 422, 422, 1]);
      assert.deepEqual([read.e.code, read.e.detail, read.e.status], ['rejected', 'in-doubt', 422]);
      const said = redactor.redact('a@b of 1: code done, "quoted" 2024');
      assert.deepEqual(read.e.apiErrors, [{ message: said, code: 1 }]);
    }
  });

  it('cuts off a torn tail, and nothing that is whole', async () => {
    for (const [validLength, left] of [
      [undefined, 'whole\ntorn'],
      [10, 'whole\ntorn'],
      [6, 'whole\n'],
    ] as const) {
      writeFileSync(file, 'whole\ntorn');
      calls = [];
      const journal = await openJournal(files, file, {
        maxUnsynced: 1,
        ...(validLength === undefined ? {} : { validLength }),
      });
      assert.equal(text(), left);
      assert.deepEqual(calls, left === 'whole\n' ? ['sync'] : []);
      await journal.append(intent);
      assert.equal(text(), left + formatLine(intent));
      await journal.close();
    }
  });

  it('hides secrets in failures of rows and of the run', async () => {
    const journal = await open({ redact: (line) => line.replaceAll('s3cret', '•••') });
    const e = { code: 'rejected', params: { reason: 's3cret' } };
    await journal.append({ ...done, o: 'failed', q: 's3cret', e });
    await journal.append({ t: 'end', at: 4, state: 'stopped', e });
    assert.equal(text().match(/"reason":"•••"/g)?.length, 2);
    assert.doesNotMatch(text(), /s3cret/);
  });

  it('does not wait for a sync of as many ends as may be lost, and does for one more', async () => {
    const journal = await open({ maxUnsynced: 1 });
    let letGo = (): void => undefined;
    blockSync = new Promise((resolve) => (letGo = resolve));
    await journal.append(done);
    let waiting = true;
    const next = journal.append(done).then(() => (waiting = false));
    for (let each = 0; each < 5; each++) await turn();
    assert.equal(waiting, true);
    letGo();
    await next;
  });

  it('syncs by itself before long what nothing else makes it sync', async () => {
    const journal = await open();
    await journal.append(done);
    while (synced === 0) await pause(5);
    assert.deepEqual(calls, ['append', 'sync']);
  });

  it('does not sync again at the end what is synced', async () => {
    const journal = await open({ maxUnsynced: 0 });
    await journal.append(done);
    await journal.close();
    writer = undefined;
    assert.deepEqual(calls, ['append', 'sync', 'close']);
  });

  it('says once what failed, though a write fails while a sync does, and needs nobody to tell', async () => {
    const told: Error[] = [];
    const journal = await open({ maxUnsynced: 2, onFailure: (error) => told.push(error) });
    let letGo = (): void => undefined;
    blockSync = new Promise((resolve) => (letGo = resolve));
    files.failSync = true;
    await journal.append(done);
    files.room = 0;
    await assert.rejects(journal.append(intent), { code: 'ENOSPC' });
    letGo();
    await journal.close();
    assert.deepEqual(
      told.map((error) => 'code' in error && error.code),
      ['ENOSPC'],
    );
    writer = undefined;
    await assert.rejects((await open()).append(intent), { code: 'ENOSPC' });
  });

  it('leaves no file open when a torn tail cannot be cut off', async () => {
    writeFileSync(file, 'whole\ntorn');
    const broken = breakingFiles();
    broken.breaks = (number) => broken.calls[number - 1]?.startsWith('truncate') === true;
    await assert.rejects(openJournal(broken, file, { maxUnsynced: 1, validLength: 6 }), { code: 'EIO' });
    assert.equal(broken.openHandles, 0);
  });

  for (const [fault, code] of [
    ['a full disk', 'ENOSPC'],
    ['a failing sync', 'EIO'],
  ] as const)
    it(`writes nothing more after ${fault}, and says so once`, async () => {
      const told: Error[] = [];
      const journal = await open({ maxUnsynced: 0, onFailure: (error) => told.push(error) });
      await journal.append(done);
      if (code === 'EIO') files.failSync = true;
      else files.room = 10;
      await journal.append(done).catch(() => undefined);
      const after = text();
      files.failSync = false;
      files.room = Infinity;
      await assert.rejects(journal.append(intent), { code });
      await assert.rejects(journal.append(done), { code });
      await journal.close();
      writer = undefined;
      assert.equal(text(), after);
      assert.equal(told.length, 1);
      assert.equal(told[0], journal.failure);
      assert.deepEqual(journalFailure(journal.failure), {
        code: 'journal-damaged',
        detail: 'write',
        params: { reason: code },
      });
    });
});
