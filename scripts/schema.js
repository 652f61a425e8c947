import { build } from 'esbuild';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { format } from 'prettier';
import { root } from './paths.js';

// Writes media/update-file.schema.json from the schemas that judge request files:
//   node scripts/schema.js

const folder = mkdtempSync(path.join(tmpdir(), 'thulium-schema-'));
try {
  const outfile = path.join(folder, 'schema.mjs');
  await build({
    absWorkingDir: root,
    entryPoints: ['src/core/updateFileJsonSchema.ts'],
    bundle: true,
    platform: 'node',
    format: 'esm',
    mainFields: ['module', 'main'],
    outfile,
  });
  const { updateFileJsonSchema } = await import(pathToFileURL(outfile).href);
  const file = path.join(root, 'media', 'update-file.schema.json');
  writeFileSync(file, await format(JSON.stringify(updateFileJsonSchema()), { parser: 'json' }));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
