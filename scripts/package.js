import { createVSIX } from '@vscode/vsce';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root, vsixFile } from './paths.js';
import { measureSize } from './size.js';

// Builds for release (vscode:prepublish) and packs the VSIX, then tells what is in it and ends with 1 when it
// weighs more than it may.

// The README's pictures are not packed. A page shows them once `repository` says where they are to be had.
const { repository } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
await createVSIX({
  cwd: root,
  packagePath: vsixFile,
  dependencies: false,
  rewriteRelativeLinks: repository !== undefined,
});
const { files, sizes, budgets, origins, broken } = measureSize();
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`.padStart(11);
console.log(`\n${'raw'.padStart(11)}${'packed'.padStart(11)}  file`);
for (const { name, raw, packed } of files) console.log(`${kilobytes(raw)}${kilobytes(packed)}  ${name}`);
for (const [build, bytes] of Object.entries(origins)) {
  console.log(`\n${'minified'.padStart(11)}  ${build}: where its code comes from`);
  for (const [name, each] of Object.entries(bytes)) console.log(`${kilobytes(each)}  ${name}`);
}
console.log(`\n${'size'.padStart(11)}${'budget'.padStart(11)}`);
for (const [name, bytes] of Object.entries(sizes))
  console.log(`${kilobytes(bytes)}${kilobytes(budgets[name])}  ${name}`);
for (const rule of broken) console.error(`package: ${rule}`);
if (broken.length > 0) process.exitCode = 1;
