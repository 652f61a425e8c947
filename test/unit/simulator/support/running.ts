import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { RequestEntry } from '../../../../src/simulator/server/requestLog.js';
import {
  startServer,
  type RunningServer,
  type ServerOptions,
} from '../../../../src/simulator/server/server.js';
import { wordDiagnosis } from '../../../../src/messages/diagnosis.js';

export const credentials = { username: 'api_user', password: 'api_pass' };
/** Noon in Warsaw on the day of the vendor's example. */
export const noon = '2018-05-24T12:00:00+02:00';

/** A simulator in this process, on a port of its own, its clock fixed at {@link noon}. */
export async function startTestServer(options: Partial<ServerOptions> = {}): Promise<RunningServer> {
  return startServer({
    ...credentials,
    host: '127.0.0.1',
    port: 0,
    word: wordDiagnosis,
    ...options,
    seed: { clock: noon, ...options.seed },
  });
}

/** The request that reached the simulator last. */
export function lastRequest(server: RunningServer): RequestEntry {
  const last = server.control.listRequests().at(-1);
  if (!last) throw new Error('No request has reached the simulator');
  return last;
}

export interface CurlAnswer {
  status: number;
  body: string;
  /** As curl prints them, with the status line. */
  headers: string;
}

const run = promisify(execFile);

/** Runs curl; a status of 0 means that there was no whole answer. */
export async function curl(...args: string[]): Promise<CurlAnswer> {
  const fixed = ['-sS', '--max-time', '20', '-D', '-', '-w', '\n%{http_code}'];
  const out = await run('curl', [...fixed, ...args], { maxBuffer: 8 * 1024 * 1024 }).catch(
    (error: unknown) => ({ stdout: `${stdoutOf(error)}\n0` }),
  );
  const end = out.stdout.lastIndexOf('\n');
  const text = out.stdout.slice(0, end);
  const split = text.lastIndexOf('\r\n\r\n');
  const status = Number(out.stdout.slice(end + 1));
  return { status, headers: text.slice(0, split), body: text.slice(split + 4) };
}

function stdoutOf(error: unknown): string {
  return error instanceof Error && 'stdout' in error && typeof error.stdout === 'string'
    ? error.stdout.replace(/\n\d+$/, '')
    : '';
}

/** curl with the simulator's credentials. */
export function curlUser(...args: string[]): Promise<CurlAnswer> {
  return curl('-u', `${credentials.username}:${credentials.password}`, ...args);
}

/** A JSON call to the control of a simulator over HTTP. */
export async function controlCall(
  server: { url: string },
  method: string,
  name: string,
  body?: unknown,
): Promise<{ status: number; body: unknown }> {
  const token = Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64');
  const response = await fetch(`${server.url}/__simulator/${name}`, {
    method,
    headers: { Authorization: `Basic ${token}` },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
}
