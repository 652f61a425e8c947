import * as vscode from 'vscode';
import type { CodedFailure, ErrorCode, Result } from '../../core/errors.js';
import type { AttemptReport, CallOptions, ReadCall, ThuliumClient } from '../../thulium/types.js';
import { wordFailure } from '../../messages/failures.js';
import { connectionReference, parseArguments } from '../arguments.js';
import type { MessageAction } from '../present.js';
import type { Services } from '../services.js';
import { type OpenConnection, connectionOf } from './connections.js';
import { withProgress } from '../door.js';

/** One call of the API and whether this API user may make it. */
export interface ConnectionCheck {
  call: string;
  allowed: boolean;
  message: string;
}

export interface ConnectionReport {
  ok: boolean;
  checks: ConnectionCheck[];
}

/**
 * `thulium.testConnection`: tries every read that this extension can make use of, one by one, and
 * says what a write cannot be tried without: writing.
 */
export async function testConnection(services: Services, input?: unknown): Promise<ConnectionReport> {
  const parsed = parseArguments(connectionReference, connectionOf(input));
  const connection = parsed.ok ? await services.connections.resolve(parsed.value.connection) : parsed;
  const opened = connection.ok ? await services.connections.open(connection.value) : connection;
  if (!opened.ok) {
    services.presenter.failure(vscode.l10n.t('Test Connection'), opened.failure);
    return {
      ok: false,
      checks: [{ call: '', allowed: false, message: wordFailure(opened.failure).message }],
    };
  }
  return testAndTell(services, opened.value);
}

/** What a test says besides: what has just become of the connection, and a button that goes on from there. */
export interface TestRemarks {
  /** A whole sentence, put before what was found. */
  before?: string;
  actions?: readonly MessageAction[];
}

/** Tests a connection with its password, and says what was found. */
export async function testAndTell(
  services: Services,
  opened: OpenConnection,
  remarks: TestRemarks = {},
): Promise<ConnectionReport> {
  const { client } = services.access(opened);
  const { name } = opened.connection;
  const onAttempt = (each: AttemptReport): void => {
    services.output.attempt(each);
  };
  const checks = await withProgress(vscode.l10n.t('Testing {0}', name), ({ report, signal }) =>
    runChecks(client, { signal, maxAttempts: 1, onAttempt }, report),
  );
  const reached = checks.some(({ failure }) => failure === undefined || failure.code === 'forbidden');
  const report = { ok: reached, checks: [...checks.map(toCheck), putCheck()] };
  showReport(services, name, checks, report, remarks);
  return report;
}

interface CallCheck {
  call: string;
  failure?: CodedFailure;
  /** Not made: one before it failed in a way that this one would too. */
  isSkipped?: true;
}

/**
 * After these no other call fares better. A wrong password sent again and again could lock the API user, and an
 * unknown host need not be asked for seven times.
 */
const lastCodes: ReadonlySet<ErrorCode> = new Set([
  'unauthorized',
  'network',
  'tls',
  'timeout',
  'redirect-refused',
  'cancelled',
]);

async function runChecks(
  client: ThuliumClient,
  options: CallOptions,
  report: (call: string) => void,
): Promise<CallCheck[]> {
  const checks: CallCheck[] = [];
  const check = async <T>(
    call: string,
    run: () => Promise<Result<T>>,
    read?: ReadCall,
  ): Promise<T | undefined> => {
    if (checks.some(({ failure }) => failure && lastCodes.has(failure.code))) {
      checks.push({ call, failure: { code: 'cancelled' }, isSkipped: true });
      return undefined;
    }
    report(call);
    const result = await run();
    // An imported status list answers in place of a call that is refused all the same.
    const refused = result.ok && read !== undefined && client.forbiddenCalls?.has(read) === true;
    const failure = result.ok ? (refused ? { code: 'forbidden' as const } : undefined) : result.failure;
    checks.push(failure ? { call, failure } : { call });
    return result.ok ? result.value : undefined;
  };
  const campaigns = await check('GET outbounds', () =>
    // The list alone: with a wrong password one request is enough.
    client.listCampaigns({ ...options, withStats: false }),
  );
  const campaign = campaigns?.find((each) => each.fedFromCrm !== false)?.id ?? '00001';
  await check('GET outbounds/:id/statuses', () => client.listStatuses(campaign, options), 'statuses');
  await check('GET outbounds/:id/agents', () => client.listAgents(campaign, options));
  const page = await check('GET crm_outbounds/:id/records', () =>
    client.listRecords(campaign, { limit: 1, offset: 0 }, options),
  );
  const customer = page?.records[0]?.customer_id;
  const customerId = typeof customer === 'number' || typeof customer === 'string' ? String(customer) : '1';
  await check('GET crm_outbounds/:id/records/:customer_id', () =>
    client.getRecord(campaign, customerId, options),
  );
  await check('GET customers', () => client.findCustomers('phone_number', '000000000', options));
  return checks;
}

function toCheck({ call, failure, isSkipped }: CallCheck): ConnectionCheck {
  if (isSkipped)
    return { call, allowed: false, message: vscode.l10n.t('Not tried, because an earlier call failed') };
  // An id that does not exist says nothing of the permission to ask for it.
  const allowed = failure === undefined || failure.code === 'not-found' || failure.code === 'rejected';
  return { call, allowed, message: failure ? wordFailure(failure).message : vscode.l10n.t('Allowed') };
}

function putCheck(): ConnectionCheck {
  return {
    call: 'PUT crm_outbounds/:id/records/:customer_id',
    allowed: false,
    message: vscode.l10n.t('Not tested: an update can’t be tested without changing a record'),
  };
}

function showReport(
  services: Services,
  name: string,
  checks: readonly CallCheck[],
  report: ConnectionReport,
  { before, actions = [] }: TestRemarks,
): void {
  const after = (text: string): string => [before ?? '', text].filter((each) => each !== '').join(' ');
  services.output.info(vscode.l10n.t('What this API user is allowed to do at {0}:', name));
  for (const { call, allowed, message } of report.checks) {
    services.output.info(`  ${allowed ? '✓' : '–'} ${call}: ${message}`);
  }
  const failed = checks.find(({ failure }) => failure && failure.code !== 'forbidden')?.failure;
  if (!report.ok && failed) {
    services.presenter.failure(after(vscode.l10n.t('The test of {0} failed', name)), failed);
    return;
  }
  const denied = checks.filter(({ failure }) => failure?.code === 'forbidden');
  if (denied.length === 0) {
    services.presenter.success(
      after(vscode.l10n.t('Connected to {0}. All read permissions are granted.', name)),
      actions,
    );
    return;
  }
  const list = [
    vscode.l10n.t('Permissions the API user needs (Thulium: Administration → Users → API users):'),
    ...report.checks.filter(({ allowed }) => !allowed).map(({ call }) => `- ${call}`),
  ].join('\n');
  const found = vscode.l10n.t(
    'Connected to {0}, but some read permissions are missing ({1}). Updates work, without those checks.',
    name,
    denied.map(({ call }) => call).join(', '),
  );
  services.presenter.warning(after(found), [
    ...actions,
    {
      label: vscode.l10n.t('Copy List for the Administrator'),
      run: () => vscode.env.clipboard.writeText(list),
    },
  ]);
}
