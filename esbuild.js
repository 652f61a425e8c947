import { build, context } from 'esbuild';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeLicences } from './scripts/licences.js';

const root = path.dirname(fileURLToPath(import.meta.url));
const args = new Set(process.argv.slice(2));
const production = args.has('--production');
const watch = args.has('--watch');

/**
 * node-fetch offers no hook for the request it makes, and VS Code may replace an agent. So its
 * `node:http` and `node:https` are ours: they verify TLS on the request itself.
 */
const verifiedHttp = {
  name: 'verified-http',
  setup({ onResolve }) {
    onResolve({ filter: /^node:https?$/ }, ({ importer, path: name }) =>
      /[\\/]node_modules[\\/]node-fetch[\\/]/.test(importer)
        ? { path: path.join(root, 'src/thulium/verifiedHttp', `${name.slice('node:'.length)}.ts`) }
        : undefined,
    );
  },
};

/** What packages bring for old Nodes, or for what is never asked of them, and what stands in its place. */
const neverRun = [
  // Web streams for Node 16, with a polyfill of 60 kB.
  { file: /[\\/]fetch-blob[\\/]streams\.cjs$/, instead: '' },
  // Forms are neither sent nor read.
  {
    file: /[\\/]formdata-polyfill[\\/]esm\.min\.js$/,
    instead: 'export const { FormData } = globalThis; export const formDataToBlob = undefined;',
  },
  { file: /[\\/]multipart-parser\.js$/, instead: 'export const toFormData = undefined;' },
];

const withoutNeverRun = {
  name: 'without-never-run',
  setup({ onLoad, onResolve }) {
    for (const { file, instead } of neverRun)
      onLoad({ filter: file }, () => ({ contents: instead, resolveDir: root }));
    // Waits where a process has too many files open, which one lock at a time never does.
    onResolve({ filter: /^graceful-fs$/ }, () => ({ path: 'node:fs', external: true }));
  },
};

/** CommonJS packages inside an ES module bundle still call `require` for Node's own modules. */
const requireForCommonJs =
  "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);";

const shared = {
  absWorkingDir: root,
  bundle: true,
  logLevel: 'warning',
  sourcemap: production ? false : 'linked',
  minify: production,
  legalComments: 'none',
  charset: 'utf8',
  metafile: true,
  plugins: [verifiedHttp, withoutNeverRun],
};

const node = {
  ...shared,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  mainFields: ['module', 'main'],
  conditions: ['module', 'import', 'node'],
  banner: { js: requireForCommonJs },
};

/** The extension, and the program without an editor, which share their chunks. */
const extension = {
  ...node,
  entryPoints: { extension: 'src/extension.ts', cli: 'src/cli/main.ts' },
  outdir: 'dist',
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  external: ['vscode'],
};

/** One file that plain Node runs, also the extension's worker. */
const simulator = { ...node, entryPoints: { simulator: 'src/simulator/main.ts' }, outdir: 'dist' };

const webviews = {
  ...shared,
  // Style sheets are not split as code is: those that pages share are files of their own.
  entryPoints: listFiles('src/webview').filter((file) =>
    /[\\/]webview[\\/]([^\\/]+[\\/]main\.ts|kit[\\/][^\\/]+\.css)$/.test(file),
  ),
  outbase: 'src/webview',
  outdir: 'dist/webview',
  platform: 'browser',
  format: 'esm',
  splitting: true,
  target: 'es2022',
  loader: { '.ttf': 'file' },
  assetNames: '[name]',
  // The pages share one file of code, which they load before they ask for it; a second one fails the build.
  chunkNames: 'kit/shared',
};

const tests = {
  ...node,
  entryPoints: listFiles('test').filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts')),
  outbase: 'test',
  outdir: 'out/test',
  splitting: true,
  minify: false,
  sourcemap: 'linked',
  external: [
    'vscode',
    'mocha',
    'playwright-core',
    '@vscode/test-electron',
    '@peculiar/x509',
    'fast-check',
    'esbuild',
    'axe-core',
    '@vscode/l10n-dev',
    'xmllint-wasm',
  ],
};

function listFiles(folder) {
  const absolute = path.join(root, folder);
  if (!existsSync(absolute)) return [];
  return readdirSync(absolute, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));
}

const product = { extension, simulator, webviews };
const wanted = args.has('--tests') ? { tests } : product;

if (watch) {
  for (const options of [...Object.values(wanted), tests]) await (await context(options)).watch();
} else {
  rmSync(path.join(root, args.has('--tests') ? 'out/test' : 'dist'), { recursive: true, force: true });
  const metafiles = await Promise.all(Object.entries(wanted).map(([name, options]) => make(name, options)));
  if (production) writeLicences(metafiles, path.join(root, 'THIRD-PARTY-LICENCES.txt'));
}

/** Builds; of a release, also keeps esbuild's own account of what went where, for scripts/size.js. */
async function make(name, options) {
  const { metafile } = await build(options);
  if (!production) return metafile;
  const folder = path.join(root, '.cache', 'metafiles');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, `${name}.json`), JSON.stringify(metafile));
  return metafile;
}
