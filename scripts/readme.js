import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './paths.js';

// Writes the README's table of settings from the manifest; --check only says whether it is up to date.

const file = path.join(root, 'README.md');
const read = (name) => readFileSync(path.join(root, name), 'utf8');
const { contributes } = JSON.parse(read('package.json'));
const words = JSON.parse(read('package.nls.json'));
const worded = (text) => text.replace(/^%(.+)%$/, (_, key) => words[key]);

const rows = Object.entries(contributes.configuration.properties).map(
  ([name, { default: value, markdownDescription }]) =>
    `| \`${name}\` | \`${JSON.stringify(value)}\` | ${worded(markdownDescription)} |`,
);
const table = ['| setting | default | what it does |', '| --- | --- | --- |', ...rows].join('\n');
const before = read('README.md');
const after = before.replace(
  /(<!-- settings: begin -->)[\s\S]*(<!-- settings: end -->)/,
  (_, begin, end) => `${begin}\n\n${table}\n\n${end}`,
);
const flat = (text) => text.replace(/[ \t]+|-{3,}/g, ' ');
if (!process.argv.includes('--check')) writeFileSync(file, after);
else if (flat(before) !== flat(after)) {
  console.error('The README’s settings are not those of the manifest: run node scripts/readme.js');
  process.exitCode = 1;
}
