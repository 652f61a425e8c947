import { createVSIX } from '@vscode/vsce';
import { root, vsixFile } from './paths.js';
import { measureSize } from './size.js';

// Builds for release (vscode:prepublish) and packs the VSIX, then tells what is in it and ends with 1 when it
// weighs more than it may.

await createVSIX({ cwd: root, packagePath: vsixFile, dependencies: false, rewriteRelativeLinks: false });
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
