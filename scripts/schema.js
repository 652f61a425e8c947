import { build } from 'esbuild';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { format } from 'prettier';
import { root } from './paths.js';

// Writes the JSON schemas below media from the schemas that judge request files and seed files, and those of the
// assistants' tools into package.json:
//   node scripts/schema.js

const folder = mkdtempSync(path.join(tmpdir(), 'thulium-schema-'));
try {
  await build({
    absWorkingDir: root,
    entryPoints: {
      update: 'src/requestFile/jsonSchema.ts',
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
  const { requestFileJsonSchema } = await load('update.mjs');
  const { seedJsonSchema } = await load('seed.mjs');
  await write('request-file.schema.json', requestFileJsonSchema());
  await write('seed-file.schema.json', seedJsonSchema());
  const { toolInputSchemas } = await load('tools.mjs');
  const file = path.join(root, 'package.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  for (const tool of manifest.contributes.languageModelTools)
    tool.inputSchema = toolInputSchemas()[tool.name];
  writeFileSync(file, await format(JSON.stringify(manifest), { parser: 'json-stringify' }));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function load(name) {
  return import(pathToFileURL(path.join(folder, name)).href);
}

async function write(name, schema) {
  writeFileSync(path.join(root, 'media', name), await format(JSON.stringify(schema), { parser: 'json' }));
}
