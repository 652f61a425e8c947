import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { errorCode, hasCode, realFiles, type OpenFile } from '../../../src/storage/files.js';
import { useFolder } from '../../support/folder.js';

describe('the real file system', () => {
  let folder = '';
  let file = '';
  const opened: OpenFile[] = [];
  afterEach(async () => {
    for (const each of opened.splice(0)) await each.close();
  });
  useFolder((made) => {
    folder = made;
    file = path.join(folder, 'a');
  });

  async function open(mode: Parameters<typeof realFiles.open>[1]): Promise<OpenFile> {
    const handle = await realFiles.open(file, mode);
    opened.push(handle);
    return handle;
  }

  for (const bytes of [0, 1, 65_536, 65_537, 300_000])
    it(`appends ${bytes} bytes behind what is there, and reads them back`, async () => {
      writeFileSync(file, 'before');
      const data = Buffer.alloc(bytes, 'zażółć ');
      const handle = await open('append');
      await handle.append(data);
      await handle.append(Buffer.from('.'));
      await handle.sync();
      assert.equal(await handle.size(), 6 + bytes + 1);
      assert.ok(readFileSync(file).equals(Buffer.concat([Buffer.from('before'), data, Buffer.from('.')])));
      const into = Buffer.alloc(400_000);
      assert.equal(await handle.read(into, 6), bytes + 1);
      assert.ok(into.subarray(0, bytes).equals(data));
      await handle.truncate(3);
      assert.equal(readFileSync(file, 'utf8'), 'bef');
    });

  for (const bytes of [1, 300_000])
    it(`refuses to append ${bytes} bytes where it may not`, async () => {
      writeFileSync(file, '');
      await assert.rejects((await open('read')).append(Buffer.alloc(bytes)), { code: 'EBADF' });
    });

  it('creates no file over another, and each for the user alone', async () => {
    await (await open('create')).append(Buffer.from('mine'));
    await assert.rejects(realFiles.open(file, 'create'), { code: 'EEXIST' });
    await realFiles.makeFolder(path.join(folder, 'b', 'c'));
    await realFiles.makeFolder(path.join(folder, 'b', 'c'));
    assert.equal(readFileSync(file, 'utf8'), 'mine');
    if (process.platform === 'win32') return;
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.equal(statSync(path.join(folder, 'b', 'c')).mode & 0o777, 0o700);
  });

  it('takes a missing file and folder for empty, and nothing else', async () => {
    assert.equal(await realFiles.read(file), undefined);
    assert.deepEqual(await realFiles.list(file), []);
    await realFiles.remove(file);
    await assert.rejects(realFiles.read(folder), { code: 'EISDIR' });
    writeFileSync(file, 'x');
    await assert.rejects(realFiles.list(file), { code: 'ENOTDIR' });
    assert.deepEqual(await realFiles.list(folder), ['a']);
  });

  it('gives a second name, never that of another file', async () => {
    const second = path.join(folder, 'b');
    await assert.rejects(realFiles.link(file, second), { code: 'ENOENT' });
    writeFileSync(file, 'x');
    await realFiles.link(file, second);
    await assert.rejects(realFiles.link(file, second), { code: 'EEXIST' });
    assert.equal(readFileSync(second, 'utf8'), 'x');
  });

  it('removes a folder with all that is in it', async () => {
    mkdirSync(path.join(folder, 'b'));
    writeFileSync(path.join(folder, 'b', 'c'), 'x');
    await realFiles.remove(path.join(folder, 'b'));
    assert.deepEqual(await realFiles.list(folder), []);
  });

  it('tells when the names of a folder cannot be kept', async () => {
    await realFiles.syncFolder(folder);
    if (process.platform !== 'win32')
      await assert.rejects(realFiles.syncFolder(path.join(folder, 'b')), { code: 'ENOENT' });
  });
});

describe('the code of an error', () => {
  for (const [what, error, code] of [
    ['the system', Object.assign(new Error(''), { code: 'ENOSPC' }), 'ENOSPC'],
    ['a program', new Error('ENOSPC'), undefined],
    ['a number', Object.assign(new Error(''), { code: 5 }), undefined],
    ['no error', { code: 'ENOSPC' }, undefined],
    ['nothing', undefined, undefined],
  ] as const)
    it(`of ${what} is ${code ?? 'none'}`, () => {
      assert.equal(errorCode(error), code);
      assert.equal(hasCode(error, 'ENOSPC'), code === 'ENOSPC');
      assert.equal(hasCode(error, 'EIO'), false);
    });
});
