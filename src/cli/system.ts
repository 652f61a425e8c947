import type { Agent } from 'node:http';
import * as l10n from '@vscode/l10n';
import { readFileSync } from 'node:fs';
import { hostname, release } from 'node:os';
import * as util from 'node:util';
import {
  isLoopback,
  checkPassword,
  checkUsername,
  resolveBaseUrl,
  type Connection,
} from '../core/connection.js';
import { usageError, CliError, exitCodeOf, exitCodes, failureText, type Console } from './console.js';
import { errorMessage, type CodedFailure } from '../core/errors.js';
import { createNextCallDateChecker, type NextCallDateChecker } from '../core/nextCallDate.js';
import type { TemplateContext } from '../core/templates.js';
import { firstErrorText } from '../messages/problems.js';
import { createThuliumClient, type ConnectedClient } from '../thulium/client.js';

/**
 * The agents of a system behind the proxy that `HTTPS_PROXY` and `NO_PROXY` name, as other Node programs take them; undefined
 * where none is. This machine is never asked for through a proxy. Certificates are verified on each request, by the
 * transport; `NODE_EXTRA_CA_CERTS` Node reads itself.
 */
export async function agentsFor(baseUrl: string): Promise<((fresh: boolean) => Agent) | undefined> {
  if (isLoopback(new URL(baseUrl).hostname)) return undefined;
  const [{ getProxyForUrl }, { HttpsProxyAgent }] = await Promise.all([
    import('proxy-from-env'),
    import('https-proxy-agent'),
  ]);
  const proxy = getProxyForUrl(baseUrl);
  if (proxy === '') return undefined;
  if (!/^https?:\/\//i.test(proxy) || !URL.canParse(proxy)) {
    throw usageError(l10n.t('HTTPS_PROXY isn’t an address such as http://proxy.example.com:3128.'));
  }
  const keptAlive = new HttpsProxyAgent(proxy, { keepAlive: true, scheduling: 'lifo' });
  return (fresh) => (fresh ? new HttpsProxyAgent(proxy) : keptAlive);
}

/** What every command gets. */
export interface Context {
  env: Readonly<Record<string, string | undefined>>;
  console: Console;
  language: 'en' | 'pl';
  /** `dist/simulator.js`. */
  simulatorFile: URL;
  /** Aborted by the first interrupt. */
  signal: AbortSignal;
}

/** Options that lead to a system. */
export interface SystemOptions {
  envFile?: string;
  timeout?: string;
  timeZone?: string;
  allowWrites?: boolean;
}

/** By whose clock dates are meant, and what templates stand for. */
export interface LocalClock {
  dates: NextCallDateChecker;
  templates: () => TemplateContext;
}

/** The one system of this call. */
export interface System extends LocalClock {
  connection: Connection;
  client: ConnectedClient;
}

const defaultTimeoutSeconds = 30;
const maxAttempts = 3;
/** How long the first call, which only shows whether we are let in, may take in all, in milliseconds. */
const knockMs = 20_000;

/** Opens the system of the environment; nothing is sent yet. */
export async function openSystem(context: Context, options: SystemOptions): Promise<System> {
  if (context.env.NODE_TLS_REJECT_UNAUTHORIZED === '0') {
    throw usageError(
      l10n.t(
        'NODE_TLS_REJECT_UNAUTHORIZED=0 is refused: it lets anyone read the password. Name your company’s root in NODE_EXTRA_CA_CERTS instead.',
      ),
    );
  }
  const env = environment(context, options.envFile);
  const address = required(env, 'THULIUM_BASE_URL');
  const username = required(env, 'THULIUM_API_USER');
  const password = required(env, 'THULIUM_API_PASSWORD');
  context.console.redactor.add({ username, password });
  const { baseUrl, problems } = resolveBaseUrl({ baseUrl: address });
  refuseProblems('THULIUM_BASE_URL', firstErrorText(problems));
  refuseProblems('THULIUM_API_USER', firstErrorText(checkUsername(username)));
  refuseProblems('THULIUM_API_PASSWORD', firstErrorText(checkPassword(password)));
  const { host, hostname: name } = new URL(baseUrl ?? '');
  const connection: Connection = {
    id: 'command-line',
    name: host,
    baseUrl: baseUrl ?? '',
    username,
    production: !isLoopback(name),
    readOnly: false,
  };
  return systemOf(context, connection, password, options, env);
}

/** A system whose address and credentials are known, such as the simulator in this process. */
export async function systemOf(
  context: Context,
  connection: Connection,
  password: string,
  options: SystemOptions,
  env: Context['env'] = context.env,
): Promise<System> {
  const agents = await agentsFor(connection.baseUrl);
  return {
    connection,
    client: createThuliumClient({
      connection,
      password,
      settings: {
        timeoutSeconds:
          wholeNumber('--timeout', options.timeout, { least: 1, most: 600 }) ?? defaultTimeoutSeconds,
        maxAttempts,
        language: context.language,
      },
      ...(agents ? { agents } : {}),
    }),
    ...clockOf(options, env),
  };
}

/** The clock alone, for what asks no system. */
export function localClock(context: Context, options: SystemOptions): LocalClock {
  return clockOf(options, environment(context, options.envFile));
}

function clockOf(options: SystemOptions, env: Context['env']): LocalClock {
  const timeZone = readTimeZone(options.timeZone);
  return {
    dates: createNextCallDateChecker(timeZone, () => Date.now()),
    templates: () => ({ now: Date.now(), timeZone, env }),
  };
}

/** Variables of the process, and where they are not set those of a file; the process's own win. */
function environment({ env }: Context, file: string | undefined): Context['env'] {
  if (file === undefined) return env;
  if (typeof util.parseEnv !== 'function') {
    throw usageError(l10n.t('--env-file needs Node.js 20.12 or later.'));
  }
  try {
    const own = Object.fromEntries(
      Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
    );
    return { ...util.parseEnv(readFileSync(file, 'utf8')), ...own };
  } catch (error) {
    throw usageError(`--env-file ${file}: ${errorMessage(error)}`);
  }
}

function required(env: Context['env'], name: string): string {
  const value = env[name];
  if (value !== undefined && value !== '') return value;
  throw usageError(
    l10n.t(
      '{0} isn’t set. Set THULIUM_BASE_URL, THULIUM_API_USER and THULIUM_API_PASSWORD in the environment or in --env-file.',
      name,
    ),
  );
}

function refuseProblems(name: string, problem: string | undefined): void {
  if (problem !== undefined) throw usageError(`${name}: ${problem}`);
}

function readTimeZone(name = 'Europe/Warsaw'): string {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return name;
  } catch {
    throw usageError(l10n.t('--time-zone: “{0}” isn’t a time zone. Use a name such as Europe/Warsaw.', name));
  }
}

/** A number among the options; undefined where it was not given. */
export function wholeNumber(
  option: string,
  text: string | undefined,
  { least, most }: { least: number; most: number },
): number | undefined {
  if (text === undefined) return undefined;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
  if (value >= least && value <= most) return value;
  throw usageError(l10n.t('{0}: “{1}” isn’t a whole number from {2} to {3}.', option, text, least, most));
}

/** Writing to anything but this machine must be wanted. */
export function requireWrites({ connection }: System, options: SystemOptions): void {
  if (!connection.production || options.allowWrites === true) return;
  throw usageError(
    l10n.t(
      '{0} isn’t this machine. Add --allow-writes to change its records. Nothing was sent.',
      connection.name,
    ),
  );
}

/** Ends the program when the system cannot be reached or does not let us in, by one read, before anything is written. */
export async function knock(context: Context, { client }: System): Promise<void> {
  const found = await client.listCampaigns({ signal: context.signal, deadlineMs: knockMs, maxAttempts: 2 });
  if (!found.ok && exitCodeOf(found.failure.code) !== exitCodes.failed) throw failureError(found.failure);
}

/** A failure that ends the program. Of a certificate it also says on which machine it was judged. */
export function failureError(failure: CodedFailure): CliError {
  const where =
    failure.code === 'tls'
      ? ` ${l10n.t(
          'Checked by Node.js on {0}: add your company’s root certificate there with NODE_EXTRA_CA_CERTS.',
          /microsoft/i.test(release()) ? `${hostname()} (WSL)` : hostname(),
        )}`
      : '';
  return new CliError(`${failureText(failure)}${where}`, exitCodeOf(failure.code));
}
