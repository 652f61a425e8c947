import { build } from 'esbuild';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { root } from './paths.js';

// Writes what is made from the sources: `contributes` of package.json (src/contributions.ts) and the JSON schemas
// below media, from the schemas that check request files and seed files.
//   node scripts/manifest.js [--check]
// With --check it writes nothing and fails where a file is not what would be written.

const check = process.argv.includes('--check');
const folder = mkdtempSync(path.join(tmpdir(), 'thulium-manifest-'));
const stale = [];
try {
  await build({
    absWorkingDir: root,
    entryPoints: {
      contributions: 'src/contributions.ts',
      requestFile: 'src/requestFile/entrySchema.ts',
      seed: 'src/simulator/seed/seedFile.ts',
      tools: 'src/editor/assistant/inputSchemas.ts',
    },
    bundle: true,
    platform: 'node',
    format: 'esm',
    mainFields: ['module', 'main'],
    outdir: folder,
    outExtension: { '.js': '.mjs' },
  });
  const { requestFileJsonSchema } = await load('requestFile');
  const { seedJsonSchema } = await load('seed');
  const { toolInputSchemas } = await load('tools');
  const { contributes } = await load('contributions');
  await write('media/request-file.schema.json', requestFileJsonSchema(), 'json');
  await write('media/seed-file.schema.json', seedJsonSchema(), 'json');
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  manifest.contributes = contributes(toolInputSchemas());
  await write('package.json', manifest, 'json-stringify');
} finally {
  rmSync(folder, { recursive: true, force: true });
}
for (const name of stale) console.error(`${name} is not what the sources say: run npm run manifest`);
if (stale.length > 0) process.exitCode = 1;

function load(name) {
  return import(pathToFileURL(path.join(folder, `${name}.mjs`)).href);
}

async function write(name, value, parser) {
  const file = path.join(root, name);
  const text = await format(JSON.stringify(value), { ...(await resolveConfig(file)), parser });
  if (text === readFileSync(file, 'utf8')) return;
  if (check) stale.push(name);
  else writeFileSync(file, text);
}
