import { getL10nJson } from '@vscode/l10n-dev';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './paths.js';

// Holds the translations against the words in the sources.
//   node scripts/l10n.js           writes l10n/bundle.l10n.json and drops what no source says any more
//   node scripts/l10n.js --check   only says what is missing or left over; exits 1 when something is

const folder = path.join(root, 'l10n');
const english = path.join(folder, 'bundle.l10n.json');
const polish = path.join(folder, 'bundle.l10n.pl.json');
const check = process.argv.includes('--check');

const sources = readdirSync(path.join(root, 'src'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map((entry) => ({
    extension: '.ts',
    contents: readFileSync(path.join(entry.parentPath, entry.name), 'utf8'),
  }));
const words = sorted(await getL10nJson(sources));
const translated = JSON.parse(readFileSync(polish, 'utf8'));

const missing = Object.keys(words).filter((key) => !(key in translated));
const leftOver = Object.keys(translated).filter((key) => !(key in words));
for (const key of missing) console.error(`no Polish: ${key}`);
if (check) {
  for (const key of leftOver) console.error(`no longer in the sources: ${key}`);
  const stale = JSON.stringify(JSON.parse(readFileSync(english, 'utf8'))) !== JSON.stringify(words);
  if (stale) console.error('l10n/bundle.l10n.json is not what the sources say: run npm run l10n');
  if (stale || missing.length > 0 || leftOver.length > 0) process.exitCode = 1;
} else {
  write(english, words);
  for (const key of leftOver) delete translated[key];
  write(polish, sorted(translated));
  if (missing.length > 0) process.exitCode = 1;
}

function sorted(object) {
  return Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

function write(file, value) {
  writeFileSync(file, `${JSON.stringify(value, undefined, 2)}\n`);
}
