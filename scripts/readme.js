import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './paths.js';

// Writes the table of settings of both READMEs from the manifest; --check only says whether it is up to date.

const read = (name) => readFileSync(path.join(root, name), 'utf8');
const { contributes } = JSON.parse(read('package.json'));
const check = process.argv.includes('--check');

const pages = [
  { file: 'README.md', words: 'package.nls.json', head: '| setting | default | what it does |' },
  { file: 'README.pl.md', words: 'package.nls.pl.json', head: '| ustawienie | domyślnie | co robi |' },
];
for (const page of pages) {
  const before = read(page.file);
  const after = before.replace(
    /(<!-- settings: begin -->)[\s\S]*(<!-- settings: end -->)/,
    (_, begin, end) => `${begin}\n\n${table(page)}\n\n${end}`,
  );
  if (!check) writeFileSync(path.join(root, page.file), after);
  else if (flat(before) !== flat(after)) {
    console.error(`The settings in ${page.file} are not those of the manifest: run node scripts/readme.js`);
    process.exitCode = 1;
  }
}

function table({ words, head }) {
  const texts = JSON.parse(read(words));
  const rows = Object.entries(contributes.configuration.properties).map(
    ([name, { default: value, markdownDescription }]) =>
      `| \`${name}\` | \`${JSON.stringify(value)}\` | ${markdownDescription.replace(/^%(.+)%$/, (_, key) => texts[key])} |`,
  );
  return [head, '| --- | --- | --- |', ...rows].join('\n');
}

/** The formatter pads tables: how is not what matters here. */
function flat(text) {
  return text.replace(/[ \t]+|-{3,}/g, ' ');
}
