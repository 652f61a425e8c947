import * as l10n from '@vscode/l10n';
import { invalidInput } from '../core/errors.js';
import type { UpdateOutcome } from '../core/outcome.js';
import { checkCampaignId, checkCustomerId } from '../core/ids.js';
import { isSendable, type Problem } from '../core/problems.js';
import { recordFieldNames, type RawRecord, type RecordFieldName } from '../core/record.js';
import { resolveTemplates } from '../core/templates.js';
import { validateUpdate } from '../core/validate.js';
import { recordsPageLimit, type RecordsQuery } from '../thulium/types.js';
import { sendUpdate } from '../thulium/sendUpdate.js';
import { updateOutcome } from '../messages/outcomes.js';
import { wordProblem } from '../messages/problems.js';
import { exitCodeOf, exitCodes, usageError } from './console.js';
import {
  failureError,
  openSystem,
  requireWrites,
  type Context,
  type System,
  type SystemOptions,
} from './system.js';

export interface RecordOptions extends SystemOptions {
  json?: boolean;
  includePersonalData?: boolean;
}

/** Of a record, what may be printed unasked: ids, what the dialer makes of it, and the fields that an update writes. */
const openKeys: ReadonlySet<string> = new Set([
  'record_id',
  'customer_id',
  'campaign_id',
  'outbound_id',
  'system_status',
  ...recordFieldNames,
]);

/** True for a key of a record whose value tells nothing of the customer. */
export function isOpenKey(key: string): boolean {
  return openKeys.has(key);
}

/** A record as it may be printed. */
export function shownRecord(record: RawRecord, { includePersonalData = false }: RecordOptions): RawRecord {
  if (includePersonalData) return record;
  return Object.fromEntries(Object.entries(record).filter(([key]) => isOpenKey(key)));
}

/** `show CAMPAIGN CUSTOMER`: a record as it is now. */
export async function showRecord(
  context: Context,
  campaignId: string,
  customerId: string,
  options: RecordOptions,
): Promise<number> {
  refuseProblems([...checkCampaignId(campaignId), ...checkCustomerId(customerId)]);
  const { client } = await openSystem(context, options);
  const read = await client.getRecord(campaignId, customerId, { signal: context.signal });
  if (!read.ok) throw failureError(read.failure);
  const record = shownRecord(read.value, options);
  if (options.json === true) context.console.json(record);
  else context.console.print(recordLines(record));
  return exitCodes.fine;
}

function recordLines(record: RawRecord): string {
  const text = (value: unknown): string =>
    typeof value === 'string' ? value.replaceAll('\n', ' ') : JSON.stringify(value);
  const width = Math.max(0, ...Object.keys(record).map((key) => key.length));
  return Object.entries(record)
    .map(([key, value]) => `${key.padEnd(width)}  ${text(value)}`)
    .join('\n');
}

/** The fields of an update as options. */
export type FieldOptions = Partial<
  Record<'statusId' | 'dictionaryStatusId' | 'agentLogin' | 'nextCallDate' | 'order', string>
>;

export type UpdateOptions = RecordOptions & FieldOptions & { dryRun?: boolean; includeDoNotCall?: boolean };

/** `update CAMPAIGN CUSTOMER`: one record, checked, sent and read back as everywhere else. */
export async function updateRecord(
  context: Context,
  campaignId: string,
  customerId: string,
  options: UpdateOptions,
): Promise<number> {
  const system = await openSystem(context, options);
  const { client, dates } = system;
  const input = { campaignId, customerId, fields: fieldsOf(options, system) };
  const { update, problems } = validateUpdate(input, { dates });
  if (!update) throw usageError(problems.map(wordProblem).join(' '));
  if (options.dryRun !== true) requireWrites(system, options);
  const review = { leavesDoNotCall: false };
  const report = await sendUpdate({
    client,
    update,
    dates,
    verify: true,
    signal: context.signal,
    review: ({ before, changes }) => {
      const moves = changes.some(
        ({ field, changes: is }) => is && field !== 'order' && field !== 'agent_login',
      );
      review.leavesDoNotCall =
        before?.system_status === 'NO_CALL' && moves && options.includeDoNotCall !== true;
      return Promise.resolve(options.dryRun === true || review.leavesDoNotCall ? 'cancel' : 'send');
    },
  });
  if (review.leavesDoNotCall) {
    throw usageError(
      l10n.t('This record is marked Do not call. Add --include-do-not-call to change it. Nothing was sent.'),
    );
  }
  const outcome = shownOutcome(updateOutcome(report), options);
  if (options.dryRun === true && report.failure?.code === 'cancelled') {
    if (options.json === true) context.console.json({ dryRun: true, update, ...outcome });
    else context.console.print(l10n.t('Nothing was sent. Would send: {0}', JSON.stringify(update.fields)));
    return exitCodes.fine;
  }
  if (options.json === true) context.console.json(outcome);
  else if (!report.failure) {
    const facts = `HTTP ${report.status ?? ''} · ${outcome.durationMs} ms`;
    context.console.print(
      `${l10n.t('Updated {0} on {1}', `${campaignId}/${customerId}`, system.connection.name)} · ${facts}`,
    );
  }
  if (!report.failure) return exitCodes.fine;
  if (options.json !== true) throw failureError(report.failure);
  return exitCodeOf(report.failure.code);
}

/** The fields that the options give, templates resolved. */
export function fieldsOf(
  options: FieldOptions,
  { templates }: System,
): Partial<Record<RecordFieldName, string>> {
  const given: Partial<Record<RecordFieldName, string | undefined>> = {
    status_id: options.statusId,
    dictionary_status_id: options.dictionaryStatusId,
    agent_login: options.agentLogin,
    next_call_date: options.nextCallDate,
    order: options.order,
  };
  const fields: Partial<Record<RecordFieldName, string>> = {};
  for (const name of recordFieldNames) {
    const text = given[name];
    if (text === undefined) continue;
    const resolved = resolveTemplates(text, name, templates());
    if ('problem' in resolved) throw usageError(wordProblem(resolved.problem));
    fields[name] = resolved.text;
  }
  return fields;
}

function shownOutcome(outcome: UpdateOutcome, options: RecordOptions): UpdateOutcome {
  return {
    ...outcome,
    ...(outcome.before ? { before: shownRecord(outcome.before, options) } : {}),
    ...(outcome.after ? { after: shownRecord(outcome.after, options) } : {}),
  };
}

export interface ListOptions extends RecordOptions {
  status?: string[];
  systemStatus?: string[];
  agent?: string[];
}

const listedKeys = [
  'record_id',
  'customer_id',
  'system_status',
  'status_id',
  'agent_login',
  'next_call_date',
  'order',
];

/** `list CAMPAIGN`: its records as CSV, or as JSON lines, page by page. */
export async function listRecords(
  context: Context,
  campaignId: string,
  options: ListOptions,
): Promise<number> {
  refuseProblems(checkCampaignId(campaignId));
  const { client } = await openSystem(context, options);
  const query: Omit<RecordsQuery, 'offset'> = {
    limit: recordsPageLimit,
    ...(options.status ? { statusIds: options.status } : {}),
    ...(options.systemStatus ? { systemStatuses: options.systemStatus } : {}),
  };
  const agents = options.agent && new Set(options.agent);
  const header = ['campaign_id', ...listedKeys];
  if (options.json !== true) context.console.document(`${header.map(csvCell).join(',')}\r\n`);
  for (let offset = 0, count = 1; offset < count; offset += recordsPageLimit) {
    const page = await client.listRecords(campaignId, { ...query, offset }, { signal: context.signal });
    if (!page.ok) throw failureError(page.failure);
    ({ count } = page.value);
    for (const record of page.value.records) {
      if (agents && !agents.has(String(record.agent_login))) continue;
      const row = { campaign_id: campaignId, ...shownRecord(record, options) };
      if (options.json === true) context.console.json(row);
      else
        context.console.document(
          `${header.map((key) => csvCell(row[key as keyof typeof row])).join(',')}\r\n`,
        );
    }
    if (page.value.records.length === 0) break;
  }
  return exitCodes.fine;
}

/** A cell that no spreadsheet takes for a formula and no terminal for a command. */
function csvCell(value: unknown): string {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  const safe = text.replace(/\p{Cc}/gu, ' ');
  return /[",;\s]|^[=+\-@#:]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function refuseProblems(problems: readonly Problem[]): void {
  if (isSendable(problems)) return;
  throw failureAsUsage(problems);
}

function failureAsUsage(problems: readonly Problem[]): Error {
  const { problems: all = [] } = invalidInput(problems);
  return usageError(all.map(wordProblem).join(' '));
}
