import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cache, root } from './paths.js';

// Packs the command line as an npm package without dependencies: `thulium-records-VERSION.tgz` at the root. It has the
// files of dist that `dist/cli.js` can ever load, as esbuild's account of the release tells them; run `npm run package`
// or `node esbuild.js --production` first.

const folder = path.join(cache, 'npm');
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const { outputs } = JSON.parse(readFileSync(path.join(cache, 'metafiles', 'extension.json'), 'utf8'));

rmSync(folder, { recursive: true, force: true });
const files = [
  ...reachedFrom('dist/cli.js'),
  'dist/simulator.js',
  'l10n/bundle.l10n.pl.json',
  'LICENSE',
  'THIRD-PARTY-LICENCES.txt',
];
for (const file of files) {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  copyFileSync(path.join(root, file), path.join(folder, file));
}
writeFileSync(
  path.join(folder, 'package.json'),
  `${JSON.stringify(
    {
      name: 'thulium-records',
      version: manifest.version,
      description: 'Tests and bulk updates of Thulium campaign records, without an editor (unofficial)',
      license: manifest.license,
      type: 'module',
      bin: { 'thulium-records': 'dist/cli.js' },
      engines: { node: '>=20' },
      files: ['dist', 'l10n', 'THIRD-PARTY-LICENCES.txt'],
    },
    undefined,
    2,
  )}\n`,
);
copyFileSync(path.join(root, 'docs', 'cli.md'), path.join(folder, 'README.md'));
execFileSync('npm', ['pack', '--silent', '--pack-destination', root], { cwd: folder, stdio: 'inherit' });

/** An output and whatever it loads, at once or later. */
function reachedFrom(entry, found = new Set()) {
  if (found.has(entry)) return found;
  found.add(entry);
  for (const { path: imported, external } of outputs[entry].imports)
    if (!external) reachedFrom(imported, found);
  return found;
}
