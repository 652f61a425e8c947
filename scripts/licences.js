import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './paths.js';

/** What may be bundled with an extension under the MIT licence. */
const allowed = new Set([
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'CC-BY-4.0',
]);

/**
 * Writes the licence of everything that is bundled, as esbuild's metafiles tell it.
 * Throws for a package whose licence is missing or not among those allowed.
 */
export function writeLicences(metafiles, file) {
  const folders = new Set(
    metafiles.flatMap(({ inputs }) => Object.keys(inputs)).flatMap((input) => packageFolder(input) ?? []),
  );
  const packages = [...folders].map(read).sort((a, b) => a.name.localeCompare(b.name));
  const sections = packages.map(({ name, version, licence, text }) =>
    [`${name} ${version}, ${licence}`, '', text.trim()].join('\n'),
  );
  const rule = `\n\n${'-'.repeat(80)}\n\n`;
  writeFileSync(
    file,
    `This extension contains the following packages, each under its own licence.${rule}${sections.join(rule)}\n`,
  );
}

/** `node_modules/@scope/name` of `node_modules/@scope/name/lib/file.js`; the innermost where they are nested. */
function packageFolder(input) {
  return /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];
}

function read(folder) {
  const absolute = path.join(root, folder);
  const manifest = JSON.parse(readFileSync(path.join(absolute, 'package.json'), 'utf8'));
  const { name, version, license } = manifest;
  const named = (license ?? 'none').replace(/^\((.*)\)$/, '$1');
  if (!named.split(' OR ').some((each) => allowed.has(each)))
    throw new Error(`${name} ${version} may not be bundled: its licence is ${named}.`);
  const texts = readdirSync(absolute).filter((each) => /^(licen[cs]e|notice)/i.test(each));
  const text =
    texts.map((each) => readFileSync(path.join(absolute, each), 'utf8')).join('\n\n') ||
    withoutText(manifest);
  return { name, version, licence: named, text };
}

/** Some packages of a larger repository leave their licence's text there. */
function withoutText({ name, author, repository }) {
  const holder = author?.name ?? author;
  const source = repository?.url ?? repository;
  if (!holder || !source) throw new Error(`${name} says neither whose it is nor where its licence stands.`);
  return `Copyright (c) ${holder}. The text of the licence is at ${source}.`;
}
