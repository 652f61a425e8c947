import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { lockFile, withLock } from '../../../src/storage/lock.js';
import { useFolder } from '../../support/folder.js';

const host = os.hostname();
const token = 't';

describe('a lock', () => {
  let folder = '';
  let file = '';
  useFolder((made) => {
    folder = made;
    file = path.join(folder, 'list.json');
  });

  const dead = (): number => spawnSync(process.execPath, ['-e', '']).pid;

  for (const [whose, note, taken] of [
    ['a dead process of this machine', () => ({ host, pid: dead(), token }), true],
    ['a living one', () => ({ host, pid: process.pid, token }), false],
    ['a process of another machine', () => ({ host: `not-${host}`, pid: dead(), token }), false],
    ['nobody known', () => null, false],
    ['a text', () => 'x', false],
    ['a host without a process', () => ({ host, token }), false],
    ['a process that is a text', () => ({ host, pid: String(dead()), token }), false],
    ['a process without a token', () => ({ host, pid: dead() }), false],
  ] as const)
    it(`that is noted as that of ${whose} is ${taken ? 'taken over at once' : 'left alone'}`, async () => {
      mkdirSync(`${file}.lock`);
      writeFileSync(`${file}.owner`, JSON.stringify(note()));
      const lock = await lockFile(file);
      assert.equal(lock !== undefined, taken);
      await lock?.release();
      assert.deepEqual(readdirSync(folder), taken ? [] : ['list.json.lock', 'list.json.owner']);
    });

  for (const note of ['', '{"host":'])
    it(`with the torn note ${JSON.stringify(note)} is left alone`, async () => {
      mkdirSync(`${file}.lock`);
      writeFileSync(`${file}.owner`, note);
      assert.equal(await lockFile(file), undefined);
    });

  it('of a dead process that had given it back already is taken', async () => {
    writeFileSync(`${file}.owner`, JSON.stringify({ host, pid: dead(), token }));
    const lock = await lockFile(file);
    assert.ok(lock);
    await lock.release();
  });

  it('names its process while it is held, and may be given back twice', async () => {
    const lock = await lockFile(file);
    assert.ok(lock);
    const owner = JSON.parse(readFileSync(`${file}.owner`, 'utf8')) as object;
    assert.deepEqual({ ...owner, token }, { host, pid: process.pid, token });
    await lock.release();
    await lock.release();
    assert.deepEqual(readdirSync(folder), []);
  });

  it('leaves the note of whoever took it over', async () => {
    const lock = await lockFile(file);
    assert.ok(lock);
    const note = JSON.stringify({ host, pid: process.pid, token });
    writeFileSync(`${file}.owner`, note);
    await lock.release();
    assert.equal(readFileSync(`${file}.owner`, 'utf8'), note);
  });

  it('is waited for as long as allowed', async () => {
    const lock = await lockFile(file);
    const waiting = lockFile(file, { waitMs: 20_000 });
    await lock?.release();
    const mine = await waiting;
    assert.ok(mine);
    await mine.release();
  });

  it('is given back whatever comes of the work under it', async () => {
    assert.equal(await withLock(file, () => Promise.resolve(7)), 7);
    await assert.rejects(
      withLock(file, () => Promise.reject(new Error('work'))),
      /work/,
    );
    assert.deepEqual(readdirSync(folder), []);
  });

  it('makes the folder that it needs, and tells why it cannot', async () => {
    const lock = await lockFile(path.join(folder, 'b', 'c', 'list.json'));
    assert.ok(lock);
    await lock.release();
    writeFileSync(file, '');
    await assert.rejects(lockFile(path.join(file, 'list.json')));
  });

  it('is not waited for where the disk refuses it', async function () {
    // It would wait for 20 s for a lock that is taken.
    this.timeout(5000);
    const tooLong = path.join(folder, 'a'.repeat(252));
    await assert.rejects(
      withLock(tooLong, () => Promise.resolve()),
      { code: 'ENAMETOOLONG' },
    );
  });
});
