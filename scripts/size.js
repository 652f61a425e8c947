import { readFileSync } from 'node:fs';
import path from 'node:path';
import { cache, vsixFile } from './paths.js';
import { listZip } from './zip.js';

/** What the package may weigh, in bytes: the whole, its code (both as packed), and what an activation loads. */
const budgets = { vsix: 510_000, code: 405_000, activation: 20_000 };

/** The builds of a release; each runs in a program of its own, so none can load another's code. */
const builds = ['extension', 'simulator', 'webviews'];

/**
 * How many files the first command loads, each of which is resolved, read and linked by itself: the commands, what only
 * the editor needs (src/editor/shared.ts), and what the command line needs too.
 */
const filesOfFirstCommand = 4;

/** Modules that code loaded at activation may import: with these it can read no disk, secret or network. */
const harmlessAtActivation = new Set(['vscode', 'node:module']);

/**
 * Weighs the packed VSIX and takes esbuild's account of the release apart.
 * `origins`: bytes by package or folder of ours, a build each; `broken`: the rules that do not hold, in words.
 */
export function measureSize() {
  const files = listZip(readFileSync(vsixFile)).sort((a, b) => a.name.localeCompare(b.name));
  const metafiles = Object.fromEntries(builds.map((name) => [name, readMetafile(name)]));
  const { outputs } = metafiles.extension;
  const startup = loadedWith(outputs, 'src/extension.ts');
  const command = loadedWith(outputs, 'src/editor/features.ts').filter(({ name }) =>
    startup.every((each) => each.name !== name),
  );
  const sizes = {
    vsix: readFileSync(vsixFile).length,
    code: sum(files.filter(({ name }) => name.startsWith('extension/dist/')).map(({ packed }) => packed)),
    activation: sum(startup.map(({ bytes }) => bytes)),
  };
  const twice = builds.flatMap((name) => bundledTwice(metafiles[name]).map((file) => `${file} (${name})`));
  const imported = [...new Set(startup.flatMap(({ external }) => external))];
  const broken = [
    ...Object.entries(sizes)
      .filter(([name, bytes]) => bytes > budgets[name])
      .map(([name, bytes]) => `${name}: ${bytes} bytes, the budget is ${budgets[name]}`),
    ...(command.length > filesOfFirstCommand
      ? [`the first command loads ${command.length} files, not ${filesOfFirstCommand}`]
      : []),
    ...twice.map((file) => `bundled twice: ${file}`),
    ...imported
      .filter((name) => !harmlessAtActivation.has(name))
      .map((name) => `code loaded at activation imports ${name}`),
  ];
  const origins = Object.fromEntries(builds.map((name) => [name, originsOf(metafiles[name])]));
  return { files, sizes, budgets, origins, twice, imported, broken };
}

function readMetafile(name) {
  return JSON.parse(readFileSync(path.join(cache, 'metafiles', `${name}.json`), 'utf8'));
}

/** The outputs that an entry point imports before anything is asked of it, its own among them. */
function loadedWith(outputs, entryPoint) {
  const found = new Map();
  const add = (name) => {
    const output = outputs[name];
    if (!output || found.has(name)) return;
    const eager = output.imports.filter(({ kind }) => kind !== 'dynamic-import');
    const external = eager.filter((each) => each.external).map((each) => each.path);
    found.set(name, { name, bytes: output.bytes, external });
    for (const each of eager) add(each.path);
  };
  for (const [name, output] of Object.entries(outputs)) if (output.entryPoint === entryPoint) add(name);
  return [...found.values()];
}

/** Inputs that one build put into several of its outputs, and packages that came from two places. */
function bundledTwice({ outputs }) {
  const placed = new Map();
  for (const [name, { inputs }] of Object.entries(outputs))
    for (const [file, { bytesInOutput }] of Object.entries(inputs))
      if (bytesInOutput > 0) placed.set(file, [...(placed.get(file) ?? []), name]);
  const files = [...placed].filter(([, places]) => places.length > 1).map(([file]) => file);
  const homes = new Map();
  for (const file of placed.keys()) {
    const [home] = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? [];
    if (home) homes.set(origin(file), new Set([...(homes.get(origin(file)) ?? []), home]));
  }
  const packages = [...homes].filter(([, places]) => places.size > 1).map(([name]) => name);
  return [...files, ...packages];
}

function originsOf({ outputs }) {
  const bytes = new Map();
  for (const { inputs } of Object.values(outputs))
    for (const [file, { bytesInOutput }] of Object.entries(inputs))
      bytes.set(origin(file), (bytes.get(origin(file)) ?? 0) + bytesInOutput);
  return Object.fromEntries([...bytes].filter(([, each]) => each > 0).sort(([, a], [, b]) => b - a));
}

/** `zod`, `@scope/name`, or `src/core`. */
function origin(file) {
  return /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? file.split('/').slice(0, 2).join('/');
}

function sum(numbers) {
  return numbers.reduce((total, each) => total + each, 0);
}
