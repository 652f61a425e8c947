import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root, summaries } from './paths.js';

/**
 * Holds every threat, bad input and server fault of `test/trust.json` against the tests that passed in this run and
 * writes `docs/generated/trust.md`. Returns what has no passed test, a line each.
 */
export function tellTrust() {
  const rows = JSON.parse(readFileSync(path.join(root, 'test', 'trust.json'), 'utf8'));
  const titles = passedTitles();
  const told = rows.map((row) => ({ ...row, passed: titles.filter((title) => tries(row, title)) }));
  writeFileSync(path.join(root, 'docs', 'generated', 'trust.md'), page(told));
  return told
    .filter(({ passed }) => passed.length === 0)
    .map(({ kind, what }) => `no test passed for the ${kind} “${what}”`);
}

function passedTitles() {
  if (!existsSync(summaries)) return [];
  return readdirSync(summaries).flatMap((name) => {
    // A test may move from one share of its stage to the other.
    const stage = path.parse(name).name.replace(/-\d$/, '');
    const { titles = [] } = JSON.parse(readFileSync(path.join(summaries, name), 'utf8'));
    return titles.map((title) => `${stage}: ${title}`);
  });
}

function tries({ tests }, title) {
  return tests.some((part) => title.includes(part));
}

function page(rows) {
  const counts = ['threat', 'input', 'fault'].map((kind) => {
    const some = rows.filter((row) => row.kind === kind);
    const tests = new Set(some.flatMap(({ passed }) => passed));
    return `${some.length} ${kind}s tried by ${tests.size} tests`;
  });
  const lines = rows.map(
    ({ kind, what, outcome, passed }) =>
      `| ${kind} | ${cell(what)} | ${cell(outcome)} | ${passed.length} | ${cell(passed[0] ?? 'none')} |`,
  );
  return [
    '# What is tried',
    '',
    `Written by \`npm test\` from \`test/trust.json\` and the tests that passed: ${counts.join(', ')}.`,
    'A test that runs in both editors counts twice.',
    '',
    '| kind | what | must end in | tests passed | one of them |',
    '| --- | --- | --- | --- | --- |',
    ...lines,
    '',
  ].join('\n');
}

function cell(text) {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
