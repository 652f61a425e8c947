import { createVSIX } from '@vscode/vsce';
import { readFileSync } from 'node:fs';
import { listZip } from './zip.js';
import { root, vsixFile } from './paths.js';

// Builds for release (vscode:prepublish) and packs the VSIX, then lists what is in it.

await createVSIX({ cwd: root, packagePath: vsixFile, dependencies: false, rewriteRelativeLinks: false });
const files = listZip(readFileSync(vsixFile)).sort((a, b) => a.name.localeCompare(b.name));
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`.padStart(11);
console.log(`\n${'raw'.padStart(11)}${'packed'.padStart(11)}  file`);
for (const { name, raw, packed } of files) console.log(`${kilobytes(raw)}${kilobytes(packed)}  ${name}`);
const sum = (key) => kilobytes(files.reduce((total, file) => total + file[key], 0));
console.log(`${sum('raw')}${sum('packed')}  ${files.length} files in ${vsixFile.slice(root.length + 1)}`);
