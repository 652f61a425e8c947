import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'mocha';
import { repositoryRoot } from '../support/editor/installed.js';

/** What a folder of src may import, by the folders' names. */
type Layers = Record<string, readonly string[]>;

const source = path.join(repositoryRoot, 'src');
const map = readFileSync(path.join(repositoryRoot, 'CONTRIBUTING.md'), 'utf8');
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).map((file) =>
  file.replaceAll('\\', '/'),
);

/** The command line's composition root may word what the simulator's codes say; CONTRIBUTING says so too. */
const composed: Layers = { 'simulator/main.ts': ['messages'] };

describe('the map of the house in CONTRIBUTING', () => {
  const layers = allowedByESLint();

  it('lists every folder of src, and none that is not there', () => {
    assert.deepEqual(Object.keys(drawnLayers()).sort(), foldersIn('.'));
    assert.deepEqual(Object.keys(layers).sort(), foldersIn('.'));
  });

  it('allows what ESLint allows', () => {
    assert.deepEqual(drawnLayers(), sortedValues(layers));
  });

  it('draws an arrow only where one may import, and has a way along arrows to all that may be imported', () => {
    const arrows = [...map.matchAll(/^ +(\w+) --> (.+)$/gm)].flatMap(([, from = '', to = '']) =>
      to.split(' & ').map((each) => [from, each.trim()] as const),
    );
    for (const [from, to] of arrows)
      assert.ok(from === 'extension' || layers[from]?.includes(to), `${from} --> ${to}`);
    for (const [layer, allowed] of Object.entries(layers)) {
      const found = reached(layer, arrows);
      assert.deepEqual(
        allowed.filter((each) => !found.has(each)),
        [],
        layer,
      );
    }
  });

  it('is what the sources import', () => {
    const wrong = files
      .filter((file) => file.endsWith('.ts') && file.includes('/'))
      .flatMap((file) => importsOf(file).map((imported) => ({ file, imported })))
      .filter(({ file, imported }) => !mayImport(file, imported));
    assert.deepEqual(wrong, []);
  });

  it('lists every feature of the editor and every page', () => {
    for (const folder of ['editor', 'webview']) {
      const listed = [...map.matchAll(new RegExp(`^\\| \`${folder}/(\\w+)\` `, 'gm'))].map(
        ([, name = '']) => name,
      );
      assert.deepEqual(listed.sort(), foldersIn(folder), folder);
    }
  });

  it('names only places that exist', () => {
    const named = [...map.matchAll(/`((?:src\/)?(\w+)\/[\w./*]+\.\w+)`/g)]
      .map(([, place = '']) => place.replace(/^src\//, ''))
      .filter((place) => foldersIn('.').includes(place.split('/')[0] ?? ''));
    assert.ok(named.length > 10);
    assert.deepEqual(
      named.filter((place) => !files.some((file) => asPattern(place).test(file))),
      [],
    );
  });

  function mayImport(file: string, imported: string): boolean {
    const layer = file.split('/')[0] ?? '';
    if (imported === 'vscode') return layer === 'editor';
    if (!imported.startsWith('.')) return true;
    const target =
      path.posix.normalize(path.posix.join(path.posix.dirname(file), imported)).split('/')[0] ?? '';
    // Files beside the folders, such as the manifest of names, hold no layer's knowledge; the root of all is nobody's.
    if (!(target in layers)) return target !== 'extension.js';
    return target === layer || [...(layers[layer] ?? []), ...(composed[file] ?? [])].includes(target);
  }
});

/** The directions as `eslint.config.mjs` has them; read, because loading ESLint takes long. */
function allowedByESLint(): Layers {
  const config = readFileSync(path.join(repositoryRoot, 'eslint.config.mjs'), 'utf8');
  const [, table = ''] = /^export const layers = \{\n([^}]+)\};/m.exec(config) ?? [];
  return Object.fromEntries(
    [...table.matchAll(/^ +(\w+): \[([^\]]*)\]/gm)].map(([, layer = '', allowed = '']) => [
      layer,
      [...allowed.matchAll(/'(\w+)'/g)].map(([, name = '']) => name),
    ]),
  );
}

/** The table of folders, read: `all of these but` counts from the rows above and itself. */
function drawnLayers(): Layers {
  const rows = [...map.matchAll(/^\| `(\w+)` +\|[^|]+\| ([^|]+)\|$/gm)].map(
    ([, folder = '', allowed = '']) => [folder, allowed.trim()] as const,
  );
  const names = rows.map(([folder]) => folder);
  return sortedValues(
    Object.fromEntries(
      rows.map(([folder, allowed]) => {
        const listed = [...allowed.matchAll(/`(\w+)`/g)].map(([, name = '']) => name);
        if (!allowed.startsWith('all of these')) return [folder, listed];
        return [folder, names.filter((name) => name !== folder && !listed.includes(name))];
      }),
    ),
  );
}

function sortedValues(layers: Layers): Layers {
  return Object.fromEntries(Object.entries(layers).map(([layer, allowed]) => [layer, [...allowed].sort()]));
}

function foldersIn(folder: string): string[] {
  return readdirSync(path.join(source, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

function importsOf(file: string): string[] {
  const text = readFileSync(path.join(source, file), 'utf8');
  const written = /(?:\bfrom |\bimport\(|^import )'([^']+)'/gm;
  return [...text.matchAll(written)].map(([, imported = '']) => imported);
}

/** Everything that can be reached by following arrows. */
function reached(from: string, arrows: readonly (readonly [string, string])[]): Set<string> {
  const found = new Set<string>();
  const visit = (each: string): void => {
    for (const [start, end] of arrows) {
      if (start !== each || found.has(end)) continue;
      found.add(end);
      visit(end);
    }
  };
  visit(from);
  return found;
}

/** `words/diagnosis*.ts` as a regular expression. */
function asPattern(place: string): RegExp {
  const escaped = place.replaceAll('.', '\\.').replaceAll('*', '[^/]*');
  return new RegExp(`^${escaped}$`);
}
