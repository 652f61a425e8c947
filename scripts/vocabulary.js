import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { root } from './paths.js';

// One word for one thing, in code and texts alike (the glossary in CONTRIBUTING has the words): fails where a word
// comes back that was given up for another. CHANGELOG may tell of the old ones.

const givenUp = [
  [/update[_-]?files?(?![a-z])|\b[Uu]pdate files?\b/, 'request file'],
  [/(?<!--no-)sandbox/i, 'simulator'],
  [/\bundo[A-Z(]|\bundo(ne|es|ing)?\b (an? |the )?(update|run|restore|bulk)/, 'restore'],
  [/\brejects? (file|rows)\b/i, 'to-fix'],
  [/['"`]doubt['"`]|\bonDoubt\b|DoubtPolicy/, 'unfinished, in-doubt or result unknown'],
  [/\/(conduct|taken|whose|judge|peek|remembered|expected|live)\.(ts|js)\b/, 'a name of the field'],
];
const exempt = /^(CHANGELOG\.md|package-lock\.json|scripts\/vocabulary\.js|test\/support\/editors\/)/;

const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\0')
  .filter((file) => file !== '' && !exempt.test(file));
const found = files.flatMap((file) => [...inName(file), ...inText(file)]);
for (const line of found) console.error(line);
if (found.length > 0) process.exitCode = 1;

function inName(file) {
  return givenUp
    .filter(([old]) => old.test(`/${file}`))
    .map(([, word]) => `${file}: the name has an old word; write “${word}”`);
}

function inText(file) {
  const text = read(file);
  if (text.includes('\0')) return [];
  return text.split('\n').flatMap((line, index) =>
    givenUp.flatMap(([old, word]) => {
      const hit = old.exec(line);
      return hit ? [`${file}:${index + 1}: “${hit[0]}” is an old word; write “${word}”`] : [];
    }),
  );
}

/** A file that git still lists but that is gone has no text. */
function read(file) {
  try {
    return readFileSync(`${root}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
