import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { findBrowser } from './browser.js';
import { editorOf, recordMissing } from './editors.js';
import { nodeOf } from './nodes.js';
import { npm } from './parts.js';
import { root } from './paths.js';

// Only Node's own modules are used here: there may be no node_modules yet.

const oldestNode = 20;

/**
 * Fetches what a command needs and is not there yet, and says so: the dependencies in any case, `editors` (`newest`,
 * `floor`), the Nodes of these major versions, a browser to drive. The floor editor may be missing, which its record
 * then says; whatever else is not to be had is an error.
 */
export async function prepare({ editors = [], nodes = [], browser = false } = {}) {
  if (Number(process.versions.node.split('.')[0]) < oldestNode)
    throw new Error(`Node ${oldestNode} or newer is needed; this is ${process.versions.node}.`);
  const found = editors.map((which) => editorOrReason(which));
  const needed = [[dependencies()], ...nodes.map((major) => nodeOf(major).parts)];
  // A Node that two of them want is one chain of parts.
  const chains = new Set([...needed, ...found.flatMap((editor) => editor.chains)]);
  announce([...chains].flat());
  const failures = new Map(
    await Promise.all([...chains].map(async (chain) => [chain, await fetchAll(chain)])),
  );
  const failureOf = (some) => some.map((chain) => failures.get(chain)).find((error) => error !== undefined);

  for (const { which, chains: own, reason = failureOf(own), record } of found) {
    if (reason === undefined) record();
    else if (which === 'floor') {
      recordMissing(which, reason.message);
      say(`there is no floor editor here, so what is tested in it is left out: ${reason.message}`);
    } else throw reason;
  }
  const failure = failureOf(needed);
  if (failure) throw failure;
  if (browser) await findBrowser(say);
}

function editorOrReason(which) {
  try {
    return { which, ...editorOf(which) };
  } catch (reason) {
    return { which, chains: [], reason };
  }
}

/** Fetches the parts of a chain one after the other; resolves to what went wrong, if anything did. */
async function fetchAll(chain) {
  try {
    for (const part of chain) {
      if (part.isThere()) continue;
      const begun = performance.now();
      await part.fetch();
      say(`${part.what}: done in ${Math.round((performance.now() - begun) / 1000)} s`);
    }
    return undefined;
  } catch (error) {
    return error;
  }
}

function announce(parts) {
  const missing = parts.filter((part) => !part.isThere());
  if (missing.length === 0) return;
  const megabytes = missing.reduce((sum, part) => sum + part.megabytes, 0);
  say(
    `${parts.length - missing.length} of ${parts.length} parts are there already. Fetching from npm, once, about ` +
      `${megabytes} MB: ${missing.map(({ what }) => what).join(', ')} …`,
  );
}

function dependencies() {
  return {
    what: 'the dependencies',
    megabytes: 390,
    isThere: dependenciesAreCurrent,
    fetch: () => npm('Fetching the dependencies', ['ci'], root),
  };
}

/** Whether what npm noted down, when it had installed everything, is what the lock file wants. */
function dependenciesAreCurrent() {
  const installed = packagesIn(path.join(root, 'node_modules', '.package-lock.json'));
  return Object.entries(packagesIn(path.join(root, 'package-lock.json'))).every(([name, wanted]) => {
    // Optional ones may be for another platform.
    if (name === '' || (wanted.optional && !(name in installed))) return true;
    return wanted.version === installed[name]?.version && wanted.integrity === installed[name]?.integrity;
  });
}

function packagesIn(lockFile) {
  return existsSync(lockFile) ? JSON.parse(readFileSync(lockFile, 'utf8')).packages : {};
}

function say(text) {
  console.log(`setup: ${text}`);
}
