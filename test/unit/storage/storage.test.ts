import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, rmdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod/mini';
import { placeBeside, realFiles } from '../../../src/storage/files.js';
import { lockFile } from '../../../src/storage/lock.js';
import {
  createVersionedList,
  createVersionedFile,
  NewerVersionError,
} from '../../../src/storage/versionedFile.js';
import { faultyFiles } from '../../support/bulk/faultyFiles.js';
import { useFolder } from '../../support/folder.js';

const child = fileURLToPath(new URL('../../support/bulk/lockChild.js', import.meta.url));

describe('storage', function () {
  this.timeout(60_000);
  let folder = '';
  let file = '';
  useFolder((made) => {
    folder = made;
    file = path.join(folder, 'list.json');
  });

  const list = (version = 1): ReturnType<typeof createVersionedFile<string[]>> =>
    createVersionedFile({ file, version, schema: z.array(z.string()), empty: [], now: () => 7 });

  const run = (...args: string[]): ChildProcess =>
    spawn(process.execPath, [child, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });

  it('keeps what is written, for the user alone', async () => {
    assert.deepEqual(await list().read(), { state: 'ok', value: [] });
    assert.deepEqual(await list().update((all) => [...all, 'a']), ['a']);
    assert.deepEqual(await list().read(), { state: 'ok', value: ['a'] });
    assert.deepEqual(readdirSync(folder), ['list.json']);
  });

  it('loses no entry of two processes and of one that updates at once', async () => {
    const others = ['x', 'y'].map((name) => run('update', file, name, '15'));
    const mine = Promise.all(
      Array.from({ length: 10 }, (_, index) => list().update((all) => [...all, `m${index}`])),
    );
    await Promise.all([mine, ...others.map((each) => new Promise((resolve) => each.once('close', resolve)))]);
    const read = await list().read();
    assert.ok(read.state === 'ok');
    assert.equal(new Set(read.value).size, 40);
  });

  it('refuses a newer file and leaves it as it is', async () => {
    await list(2).update(() => ['new']);
    const before = readFileSync(file, 'utf8');
    assert.deepEqual(await list(1).read(), { state: 'newer', version: 2 });
    await assert.rejects(
      list(1).update(() => []),
      NewerVersionError,
    );
    assert.equal(readFileSync(file, 'utf8'), before);
  });

  it('sets a damaged file aside', async () => {
    for (const [index, text] of [
      '{"version":1,"data":',
      '[]',
      '{"version":1,"data":[1]}',
      '\u0000',
    ].entries()) {
      const moved = `${file}.damaged-7`;
      writeFileSync(file, text);
      assert.deepEqual(await list().read(), { state: 'damaged', value: [], movedTo: moved }, String(index));
      assert.equal(readFileSync(moved, 'utf8'), text);
      assert.deepEqual(await list().update((all) => [...all, 'a']), ['a']);
    }
  });

  it('keeps an entry of a list that it cannot read, and works with the others', async () => {
    const file = path.join(folder, 'entries.json');
    writeFileSync(file, JSON.stringify({ version: 1, data: [{ of: 'later' }, 'a', 7, 'b'] }));
    const list = createVersionedList({ file, version: 1, entry: z.string(), keepsUnreadable: true });
    assert.deepEqual(await list.read(), { state: 'ok', value: ['a', 'b'], unreadable: 2 });
    assert.deepEqual(await list.update((all) => [...all, 'c']), ['a', 'b', 'c']);
    const { data } = JSON.parse(readFileSync(file, 'utf8')) as { data: unknown };
    assert.deepEqual(data, ['a', 'b', 'c', { of: 'later' }, 7]);
  });

  it('migrates an older file', async () => {
    writeFileSync(file, '{"version":1,"data":"a,b"}');
    const migrating = createVersionedFile({
      file,
      version: 2,
      schema: z.array(z.string()),
      empty: [],
      migrate: (data, version) => (version === 1 ? String(data).split(',') : data),
    });
    assert.deepEqual(await migrating.read(), { state: 'ok', value: ['a', 'b'] });
  });

  it('keeps the old content and leaves nothing behind when the disk is full', async () => {
    const files = faultyFiles();
    const filling = createVersionedFile({ file, version: 1, schema: z.array(z.string()), empty: [], files });
    await filling.update(() => ['old']);
    files.room = 5;
    await assert.rejects(
      filling.update(() => ['new']),
      { code: 'ENOSPC' },
    );
    assert.deepEqual(await list().read(), { state: 'ok', value: ['old'] });
    assert.deepEqual(readdirSync(folder), ['list.json']);
  });

  it('refuses a lock that a living process holds, and takes over that of a killed one at once', async () => {
    const holder = run('hold', file);
    await new Promise((resolve) => holder.stdout?.once('data', resolve));
    assert.equal(await lockFile(file), undefined);
    const closed = new Promise((resolve) => holder.once('close', resolve));
    holder.kill('SIGKILL');
    await closed;
    const mine = await lockFile(file);
    assert.ok(mine);
    assert.equal(await lockFile(file), undefined);
    await mine.release();
    assert.deepEqual(readdirSync(folder), []);
  });

  it('lets go of a lock whose owner cannot be noted', async () => {
    mkdirSync(`${file}.owner`);
    await assert.rejects(lockFile(file), { code: 'EISDIR' });
    assert.deepEqual(readdirSync(folder), ['list.json.owner']);
    rmdirSync(`${file}.owner`);
    const lock = await lockFile(file);
    assert.ok(lock);
    await lock.release();
  });

  it('places a file beside others, never over one', async () => {
    writeFileSync(path.join(folder, 'a.csv'), 'user');
    const names: string[] = [];
    for (const text of ['one', 'two']) {
      const temporary = path.join(folder, 'tmp');
      writeFileSync(temporary, text);
      names.push(path.basename(await placeBeside(realFiles, temporary, path.join(folder, 'a.csv'))));
    }
    assert.deepEqual(names, ['a-2.csv', 'a-3.csv']);
    assert.equal(readFileSync(path.join(folder, 'a.csv'), 'utf8'), 'user');
  });
});
