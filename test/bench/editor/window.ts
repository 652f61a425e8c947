import { once } from 'node:events';
import { copyFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { repositoryRoot } from '../../support/editor/installed.js';
import { openBrowser, workbenchUrl } from '../../support/editor/page.js';
import { createProfile, linkExtension } from '../../support/editor/profile.js';
import { startServer } from '../../support/editor/server.js';
import { benchProgram } from '../support/processes.js';
import { makeEmptyExtension, makeRegisteringExtension } from './floors.js';
import { onLines, portVariable, sendLine, type DriverCall, type DriverCalls, type Reply } from './link.js';
import { watchMarks, type Marks } from './marks.js';

/** A busy machine takes this long to start an editor. */
const patienceMs = 300_000;

export const ourId = 'thulium-campaign-records.thulium-campaign-records';

/** The newest editor's window with our release build, an empty extension, and the driver. */
export interface BenchWindow {
  folder: string;
  marks: Marks;
  ask<N extends DriverCall>(name: N, params: DriverCalls[N]['params']): Promise<DriverCalls[N]['value']>;
  /** Loads the window anew and resolves when its new extension host has settled. */
  freshHost(): Promise<void>;
  close(): Promise<void>;
}

export async function openBenchWindow(settings: Record<string, unknown>): Promise<BenchWindow> {
  const profile = createProfile({ settings });
  linkExtension(profile, repositoryRoot);
  linkExtension(profile, makeEmptyExtension());
  linkExtension(profile, makeRegisteringExtension());
  linkExtension(profile, driverFolder());
  const driver = await listenForDriver();
  const server = await startServer({
    which: 'newest',
    profile,
    trust: true,
    env: { [portVariable]: String(driver.port) },
  });
  const { context, page } = await openBrowser(profile.locale);
  const marks = await watchMarks(context);
  const settled = async (connecting: Promise<void>): Promise<void> => {
    await connecting;
    await driver.ask('settle', {});
  };
  const connecting = driver.nextConnection();
  await page.goto(workbenchUrl(server.origin, { folder: profile.emptyFolder }));
  await settled(connecting);
  return {
    folder: profile.emptyFolder,
    marks,
    ask: driver.ask,
    freshHost: async () => {
      const next = driver.nextConnection();
      // The editor's own way of reloading waits until the editors that were closed are kept as closed: with the page's
      // the form may come back, and wake our extension. Its host ends before it can answer.
      void driver.ask('run', { command: 'workbench.action.reloadWindow' });
      await settled(next);
    },
    close: async () => {
      await context.close();
      await server.stop();
      driver.close();
      profile.remove();
    },
  };
}

interface Driver extends Pick<BenchWindow, 'ask'> {
  port: number;
  /** Resolves when a host's driver has connected, from now on. */
  nextConnection(): Promise<void>;
  close(): void;
}

async function listenForDriver(): Promise<Driver> {
  let current: Socket | undefined;
  let waiting: ((reply: Reply) => void) | undefined;
  const server = createServer((socket) => {
    current = socket;
    // A host that ends cuts its connection as it likes.
    socket.on('error', () => socket.destroy());
    onLines(socket, (reply) => waiting?.(reply as Reply));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    nextConnection: async () => {
      await once(server, 'connection', { signal: AbortSignal.timeout(patienceMs) }).catch(
        (error: unknown) => {
          throw new Error('No extension host with the driver started.', { cause: error });
        },
      );
    },
    ask: (name, params) =>
      new Promise((resolve, reject) => {
        if (!current) throw new Error('No extension host is connected.');
        waiting = (reply) => {
          if (reply.ok) resolve(reply.value as DriverCalls[typeof name]['value']);
          else reject(new Error(reply.error));
        };
        sendLine(current, { name, params });
      }),
    close: () => {
      current?.destroy();
      server.close();
    },
  };
}

function driverFolder(): string {
  const folder = benchProgram('editor/driver');
  const manifest = join('test', 'bench', 'editor', 'driver', 'package.json');
  copyFileSync(join(repositoryRoot, manifest), join(folder, 'package.json'));
  return folder;
}
