import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { repositoryRoot } from '../../support/editor/installed.js';

interface LockedPackage {
  integrity?: string;
  link?: boolean;
  dev?: boolean;
  hasInstallScript?: boolean;
}

interface LockFile {
  packages: Record<string, LockedPackage>;
}

interface Manifest {
  dependencies: Record<string, string>;
}

const lockFiles = [
  'package-lock.json',
  'test/support/editors/newest/package-lock.json',
  'test/support/editors/floor/package-lock.json',
  ...['20', '22', '24'].map((major) => `test/support/editors/nodes/${major}/package-lock.json`),
];

const read = (file: string): unknown => JSON.parse(readFileSync(join(repositoryRoot, file), 'utf8'));
const packagesOf = (file: string): [string, LockedPackage][] =>
  Object.entries((read(file) as LockFile).packages).filter(([name]) => name !== '');

describe('The supply chain', () => {
  for (const file of lockFiles)
    it(`${file} names the checksum of every package`, () => {
      const without = packagesOf(file).filter(([, { integrity, link }]) => !integrity && link !== true);
      assert.deepEqual(
        without.map(([name]) => name),
        [],
      );
    });

  it('needs no script of a package at installation', () => {
    const scripted = packagesOf('package-lock.json').filter(([, each]) => each.hasInstallScript === true);
    assert.deepEqual(
      scripted.filter(([, { dev }]) => dev !== true).map(([name]) => name),
      [],
    );
    assert.match(readFileSync(join(repositoryRoot, 'scripts/parts.js'), 'utf8'), /'--ignore-scripts'/);
  });

  it('has among its dependencies only what its code imports', () => {
    const sources = readdirSync(join(repositoryRoot, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(ts|css)$/.test(name))
      .map((name) => readFileSync(join(repositoryRoot, 'src', name), 'utf8'))
      .join('\n');
    const unused = Object.keys((read('package.json') as Manifest).dependencies).filter(
      (name) => !new RegExp(`['"](?:~)?${name}(?:/[^'"]*)?['"]`).test(sources),
    );
    assert.deepEqual(unused, []);
  });
});
