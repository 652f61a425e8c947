import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { z } from 'zod';

/** The variable that names the loopback port on which the starter of the tests listens. */
const portVariable = 'THULIUM_TEST_REPORT_PORT';

const message = z.union([z.strictObject({ text: z.string() }), z.strictObject({ exitCode: z.number() })]);
type Message = z.infer<typeof message>;

/** What tests in an extension host tell whoever started them. */
export interface Report {
  /** A text to print, of one line or several. */
  print(text: string): void;
  /** Says how the run ended; resolves when that is on its way. */
  end(exitCode: number): Promise<void>;
}

/**
 * Opens the line from the tests. Where nobody listens, as with a desktop editor, which prints its tests' console
 * and takes the end from `run()`, the report goes to the console.
 */
export async function openReport(env: NodeJS.ProcessEnv): Promise<Report> {
  const port = env[portVariable];
  if (port === undefined)
    return {
      print: (text) => {
        console.log(text);
      },
      end: () => Promise.resolve(),
    };
  const socket = await new Promise<Socket>((resolve, reject) => {
    const opened = connect(Number(port), '127.0.0.1', () => {
      resolve(opened);
    }).once('error', reject);
  });
  const line = (value: Message): string => `${JSON.stringify(value)}\n`;
  return {
    print: (text) => {
      socket.write(line({ text }));
    },
    end: (exitCode) =>
      new Promise((resolve) => {
        socket.end(line({ exitCode }), resolve);
      }),
  };
}

/** The starter's end of the line. */
export interface ReportListener {
  /** To be added to the environment of the extension host. */
  env: Record<string, string>;
  /** The run's exit code; rejects when the line opens too late, is cut before the end or brings something else. */
  exitCode: Promise<number>;
  close(): void;
}

/** Listens on a loopback port for a run that opens its report within `startLimitMs` and prints what it tells. */
export async function listenForReport(startLimitMs: number): Promise<ReportListener> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  let limit: NodeJS.Timeout | undefined;
  const exitCode = new Promise<number>((resolve, reject) => {
    limit = setTimeout(() => {
      reject(new Error(`The tests did not begin within ${startLimitMs / 1000} s.`));
    }, startLimitMs);
    server.once('connection', (socket) => {
      clearTimeout(limit);
      createInterface(socket)
        .on('line', (text) => {
          try {
            const told = message.parse(JSON.parse(text));
            if ('text' in told) console.log(told.text);
            else resolve(told.exitCode);
          } catch (error) {
            reject(new Error(`The tests told what is not understood: ${text}`, { cause: error }));
          }
        })
        .once('close', () => {
          reject(new Error('The extension host ended before its tests did.'));
        });
    });
  });
  return {
    env: { [portVariable]: String(port) },
    exitCode,
    close: () => {
      clearTimeout(limit);
      server.close();
    },
  };
}
