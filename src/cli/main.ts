#!/usr/bin/env node
import { readFileSync } from 'node:fs';

/*
 * Entry of `dist/cli.js`, the program `thulium-records`, which needs neither an editor nor `node_modules`. It holds next
 * to nothing, so that the program's chunks are those of the extension.
 */

const simulatorFile = new URL('simulator.js', import.meta.url);

if (process.argv[2] === 'simulator') {
  process.argv.splice(2, 1);
  await import(simulatorFile.href);
} else {
  const { start } = await import('./start.js');
  process.exitCode = await start({
    simulatorFile,
    read: (name) => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8'),
  });
}
