import { once } from 'node:events';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { dirname, join } from 'node:path';
import { endProcess, startOwned } from './cleanup.js';
import { installedEditor, type Which } from './installed.js';
import type { Profile } from './profile.js';

const startLimitMs = 60_000;

export interface ServerOptions {
  which: Which;
  profile: Profile;
  /** 0 or nothing: any free port. */
  port?: number;
  /** Every folder trusted without asking; left out, Workspace Trust works as it does for a user. */
  trust?: boolean;
  /** The extensions of the editor's own that it has, by the names of their folders; all of them where left out. */
  builtIn?: readonly string[];
  /** Lets a page name the extensions under development. */
  development?: boolean;
  /** Added to the environment of the server and so of its extension hosts. */
  env?: Record<string, string | undefined>;
}

/** A running editor server. */
export interface EditorServer {
  port: number;
  /** The address without path, e.g. `http://127.0.0.1:41873`. */
  origin: string;
  pid: number;
  stop(): Promise<void>;
}

/** Starts an editor's server and resolves when it listens. Rejects with the server's own words otherwise. */
export async function startServer(options: ServerOptions): Promise<EditorServer> {
  const child = serverProcess(options.which, options.profile, options.env, [
    '--host=127.0.0.1',
    `--port=${options.port ?? 0}`,
    '--without-connection-token',
    '--disable-websocket-compression',
    ...(options.builtIn ? [`--builtin-extensions-dir=${linkBuiltIn(options, options.builtIn)}`] : []),
    ...(options.trust === false ? [] : ['--disable-workspace-trust']),
    ...(options.development === true ? ['--enable-smoke-test-driver'] : []),
    ...(options.profile.locale === 'en' ? [] : [`--locale=${options.profile.locale}`]),
  ]);
  try {
    const port = await listeningPort(child);
    return { port, origin: `http://127.0.0.1:${port}`, pid: child.pid ?? 0, stop: () => endProcess(child) };
  } catch (error) {
    await endProcess(child);
    throw error;
  }
}

/** A folder of the profile with links to these of the editor's extensions. */
function linkBuiltIn({ which, profile }: ServerOptions, names: readonly string[]): string {
  const all = join(dirname(installedEditor(which).main), '..', 'extensions');
  const folder = join(profile.serverDataDir, 'built-in');
  mkdirSync(folder);
  for (const name of names) symlinkSync(join(all, name), join(folder, name), 'junction');
  return folder;
}

/** Installs a packaged extension into a profile. Rejects with the editor's own words. */
export async function installVsix(which: Which, profile: Profile, vsix: string): Promise<void> {
  const child = serverProcess(which, profile, {}, [`--install-extension=${vsix}`, '--force']);
  const output = collect(child);
  await once(child, 'close');
  await endProcess(child);
  if (child.exitCode !== 0) throw new Error(`The ${which} editor did not install ${vsix}:\n${output.text}`);
}

function serverProcess(
  which: Which,
  profile: Profile,
  env: Record<string, string | undefined> | undefined,
  args: readonly string[],
): ChildProcess {
  const editor = installedEditor(which);
  const own = [
    editor.main,
    '--accept-server-license-terms',
    '--telemetry-level=off',
    `--server-data-dir=${profile.serverDataDir}`,
    `--extensions-dir=${profile.extensionsDir}`,
  ];
  return startOwned(editor.node, [...own, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...withoutEditorsOwn(process.env), ...env },
  });
}

/** Inside an editor's terminal, its variables would make the server believe that it is another process. */
function withoutEditorsOwn(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !name.startsWith('VSCODE_') && !name.startsWith('ELECTRON_')),
  );
}

function collect(child: ChildProcess): { text: string } {
  const output = { text: '' };
  for (const stream of streams(child))
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output.text = (output.text + chunk).slice(-20_000);
    });
  return output;
}

function streams(child: ChildProcess): Readable[] {
  return [child.stdout, child.stderr].filter((stream) => stream !== null);
}

async function listeningPort(child: ChildProcess): Promise<number> {
  const output = collect(child);
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => {
      clearTimeout(limit);
      reject(new Error(`The editor's server ${why}:\n${output.text}`));
    };
    const limit = setTimeout(() => {
      fail(`did not listen within ${startLimitMs / 1000} s`);
    }, startLimitMs);
    child.once('error', (error) => {
      fail(`did not start (${error.message})`);
    });
    child.once('close', (code) => {
      fail(`ended with code ${code ?? 'none'}`);
    });
    for (const stream of streams(child))
      stream.on('data', () => {
        const port = /Extension host agent listening on (\d+)/.exec(output.text)?.[1];
        if (port === undefined) return;
        clearTimeout(limit);
        resolve(Number(port));
      });
  });
}
