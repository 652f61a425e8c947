import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { must } from './run.js';

/**
 * @typedef {object} Part Something that a command needs and that is fetched once.
 * @property {string} what What it is, for the user.
 * @property {number} megabytes Roughly what it takes on disk.
 * @property {() => boolean} isThere Whether it is complete; a part that was broken off is not.
 * @property {() => Promise<void>} fetch Fetches it, or what is missing of it.
 */

const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];

/** What npm has downloaded once is taken from its own cache, so a broken-off install goes on from there. */
export function npm(what, args, folder) {
  return must(what, 'npm', [...args, ...quiet, '--prefer-offline'], { cwd: folder });
}

/**
 * The part that the lock file in `source` describes, installed in `target` for this platform.
 * `finish` is called with `target` before it counts as complete.
 */
export function lockedPart({ what, megabytes, source, target, finish = async () => undefined }) {
  const stamp = stampOf(path.join(source, 'package-lock.json'));
  const mark = path.join(target, 'complete');
  return {
    what,
    megabytes,
    isThere: () => isMarked(mark, stamp),
    fetch: async () => {
      rmSync(mark, { force: true });
      mkdirSync(target, { recursive: true });
      for (const file of ['package.json', 'package-lock.json'])
        copyFileSync(path.join(source, file), path.join(target, file));
      await npm(`Fetching ${what}`, ['ci'], target);
      await finish(target);
      writeFileSync(mark, stamp);
    },
  };
}

/** Tells whether what was made is what these files describe, on this platform; the folder does not matter. */
export function stampOf(...files) {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}`);
  for (const file of files) hash.update(readFileSync(file));
  return hash.digest('hex');
}

export function isMarked(mark, stamp) {
  return existsSync(mark) && readFileSync(mark, 'utf8') === stamp;
}
