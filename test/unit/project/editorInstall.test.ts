import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, before, describe, it } from 'mocha';
import { ownFolder, removeFolder } from '../../support/editor/cleanup.js';
import { repositoryRoot } from '../../support/editor/installed.js';

interface Part {
  what: string;
  isThere(): boolean;
  fetch(): Promise<void>;
}

interface Logger {
  info(message: string): void;
  debug(message: string): void;
  error(message: string): void;
  setLevel(level: number): void;
  setPattern(pattern: string): void;
  clearFormatters(): void;
  flush(): void;
}

interface Machine {
  platform: string;
  major: number;
  file: string;
}

const load = (file: string): Promise<unknown> => import(pathToFileURL(join(repositoryRoot, file)).href);

describe('the installation of the editors', () => {
  let folder: string;
  before(() => {
    folder = ownFolder('thulium-install-');
  });
  after(() => {
    removeFolder(folder);
  });

  describe('the Node that an editor wants', () => {
    let findNode: (major: number, machine: Machine) => { file: string; parts: Part[] };
    before(async () => {
      ({ findNode } = (await load('scripts/nodes.js')) as { findNode: typeof findNode });
    });

    for (const [what, major, platform, own] of [
      ['the one that runs, where it is of that version', 24, 'linux-x64', 24],
      ['the one that runs, where it is newer and npm has none for the platform', 20, 'freebsd-x64', 24],
    ] as const)
      it(`is ${what}`, () => {
        const found = findNode(major, { platform, major: own, file: '/usr/bin/node' });
        assert.deepEqual(found, { file: '/usr/bin/node', parts: [] });
      });

    for (const platform of ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64', 'win32-x64'])
      for (const [major, own] of [
        [20, 24],
        [24, 20],
        [22, 26],
      ] as const)
        it(`is npm’s ${major} for ${platform} where ${own} runs`, () => {
          const { file, parts } = findNode(major, { platform, major: own, file: '/usr/bin/node' });
          assert.match(file, new RegExp(`\\.cache.nodes.${major}.+bin.node`));
          assert.match(parts[0]?.what ?? '', new RegExp(`^Node ${major}\\.`));
        });

    it('is named where it is not to be had', () => {
      const machine = { platform: 'win32-arm64', major: 22, file: 'node.exe' };
      assert.throws(() => findNode(24, machine), /Node 24 is needed.+win32-arm64/);
    });
  });

  describe('a part of it', () => {
    const lock = { name: 'empty', lockfileVersion: 3, requires: true, packages: { '': { name: 'empty' } } };
    let part: (finish?: () => Promise<void>) => Part;
    before(async () => {
      const { lockedPart } = (await load('scripts/parts.js')) as { lockedPart: (options: unknown) => Part };
      const [source, target] = [ownFolder('thulium-lock (1) ż-'), join(folder, 'mój projekt (1)')];
      writeFileSync(join(source, 'package.json'), JSON.stringify({ name: 'empty' }));
      writeFileSync(join(source, 'package-lock.json'), JSON.stringify(lock));
      part = (finish) => lockedPart({ what: 'nothing', megabytes: 0, source, target, finish });
    });

    it('is there when it is complete, and not when it was broken off', async () => {
      assert.equal(part().isThere(), false);
      const brokenOff = part(() => Promise.reject(new Error('the cable')));
      await assert.rejects(brokenOff.fetch(), /the cable/);
      assert.equal(part().isThere(), false);
      await part().fetch();
      assert.equal(part().isThere(), true);
    });
  });

  describe('the logger in place of the native one', () => {
    let log: Logger;
    let file: string;
    const text = (): string => readFileSync(file, 'utf8');
    before(async () => {
      const { createAsyncRotatingLogger } = (await load('test/support/editors/spdlog/index.js')) as {
        createAsyncRotatingLogger: (name: string, file: string) => Promise<Logger>;
      };
      file = join(folder, 'logs', 'main.log');
      log = await createAsyncRotatingLogger('main', file);
    });

    it('writes a line with its time and level as soon as it is told, if the level is high enough', () => {
      log.setPattern('%Y-%m-%d %H:%M:%S.%e [%l] %v');
      log.debug('too fine');
      log.info('zażółć');
      assert.match(text(), /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} \[info\] zażółć\n$/);
      log.setLevel(0);
      log.debug('fine');
      assert.match(text(), /\[debug\] fine\n$/);
    });

    it('writes messages as they are when it has no pattern', () => {
      log.clearFormatters();
      log.error('a\nb');
      assert.ok(text().endsWith('fine\na\nb'));
    });

    it('stops nobody when its folder is gone', () => {
      rmSync(join(folder, 'logs'), { recursive: true });
      log.info('lost');
      log.flush();
    });
  });
});
