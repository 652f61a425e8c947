import path from 'node:path';
import * as vscode from 'vscode';
import type * as z from 'zod/mini';
import type { BulkEngine } from '../../bulk/engine.js';
import type { PlanPhase, PlanResult, Plan } from '../../bulk/plan/plan.js';
import type { Access, Services } from '../services.js';
import { setting } from '../settings.js';
import { withProgress, askModal } from '../door.js';
import { delimiterNamed, type Delimiter } from '../../bulk/source/detect.js';
import { encodingNamed, type Encoding } from '../../bulk/source/encoding.js';
import type { BulkMapping, Constants } from '../../bulk/plan/mapping.js';
import { fail, succeed, type CodedFailure, type Result } from '../../core/errors.js';
import { recordFieldNames, type RecordFields } from '../../core/record.js';
import { bulkArguments, parseArguments } from '../arguments.js';
import { readMapping } from '../../bulk/plan/mappingArgument.js';
import { fileFailure } from '../../bulk/source/fileStart.js';
import type { BulkOutcome } from '../../core/outcome.js';
import { wordPlanCounts } from '../../messages/bulk.js';
import { bulkRunsOf } from './runs.js';
import { bulkEngine } from './engine.js';
import { checkExpectedRows } from './runCommands.js';
import { dryOutcome, refusedBulk, type Refusal } from '../../messages/outcomes.js';
import { presentRefusal, saveToAdd, saveToFix } from './bulkOutcome.js';
import { sendPlan } from './runToEnd.js';

export interface Planning {
  engine: BulkEngine;
  request: BulkRequest;
  access: Access | undefined;
  /** Read the records, to find those in work or missing and what a restore could put back. */
  readRecords: boolean;
  concurrency?: number | undefined;
  includeInWork?: boolean;
  includeDoNotCall?: boolean;
  sendDuplicates?: boolean;
  signal: AbortSignal;
  onProgress?: (progress: { phase: PlanPhase; done: number }) => void;
}

/** Plans a file by the engine; undefined when it was cancelled. */
export async function planFile(planning: Planning): Promise<PlanResult | undefined> {
  const { engine, request, access, signal, onProgress, includeInWork, includeDoNotCall, sendDuplicates } =
    planning;
  try {
    const result = await engine.planRun({
      ...request,
      ...(access ? { client: access.client } : {}),
      readRecords: planning.readRecords,
      concurrency: planning.concurrency ?? setting('bulk.concurrency'),
      requestsPerSecond: setting('bulk.requestsPerSecond'),
      ...(includeInWork === undefined ? {} : { includeInWork }),
      ...(includeDoNotCall === undefined ? {} : { includeDoNotCall }),
      ...(sendDuplicates === undefined ? {} : { sendDuplicates }),
      signal,
      ...(onProgress ? { onProgress } : {}),
    });
    return signal.aborted ? undefined : result;
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  }
}

/** Plans with progress in a notification that can be cancelled. */
export function planWithProgress(
  planning: Omit<Planning, 'signal' | 'onProgress'>,
): Thenable<PlanResult | undefined> {
  return withReadingProgress(planning.request.file, (signal, onProgress) =>
    planFile({ ...planning, signal, onProgress }),
  );
}

/** Progress of a reading of a file and of records. */
export function withReadingProgress<T>(
  file: string,
  work: (signal: AbortSignal, onProgress: NonNullable<Planning['onProgress']>) => Promise<T>,
): Promise<T> {
  return withProgress(path.basename(file), ({ report, signal }) =>
    work(signal, ({ phase, done }) => {
      report(wordReading(phase, done));
    }),
  );
}

/** How far the reading is. */
export function wordReading(phase: PlanPhase, done: number): string {
  switch (phase) {
    case 'rows':
      return vscode.l10n.t('reading rows: {0}', done);
    case 'customers':
      return vscode.l10n.t('finding customers in Thulium: {0}', done);
    case 'records':
      return vscode.l10n.t('reading records in Thulium: {0}', done);
  }
}

/** What to plan, however it was asked for. */
export interface BulkRequest {
  /** On this machine. */
  file: string;
  encoding?: Encoding;
  delimiter?: Delimiter;
  /** Lines in front of the header. */
  skip?: number;
  mapping?: BulkMapping;
  constants: Constants;
}

type Given = z.infer<typeof bulkArguments>;

/** A request from an argument object whose structure was checked. */
export function readRequest(given: Given): Result<BulkRequest> {
  const file = localPath(given.file);
  if (file === undefined) return fail(relativePath(given.file));
  const encoding = given.encoding === undefined ? undefined : encodingNamed(given.encoding);
  if (given.encoding !== undefined && !encoding) return fail(wrong('encoding', given.encoding));
  const delimiter = given.delimiter === undefined ? undefined : delimiterNamed(given.delimiter);
  if (given.delimiter !== undefined && !delimiter) return fail(wrong('delimiter', given.delimiter));
  const mapping = given.mapping ? readMapping(given.mapping) : undefined;
  if (mapping && !mapping.ok) return mapping;
  return succeed({
    file,
    ...(encoding ? { encoding } : {}),
    ...(delimiter ? { delimiter } : {}),
    ...(given.skipLines === undefined ? {} : { skip: given.skipLines }),
    ...(mapping ? { mapping: mapping.value } : {}),
    constants: readConstants(given),
  });
}

/** The path of a file on this machine, from a path or a URI as text. */
export function localPath(text: string): string | undefined {
  if (path.isAbsolute(text)) return text;
  if (!/^[a-z][a-z0-9+.-]+:\/\//i.test(text)) return undefined;
  const uri = vscode.Uri.parse(text);
  return uri.scheme === 'file' ? uri.fsPath : undefined;
}

function readConstants({ campaignId, fields }: Given): Constants {
  const texts: RecordFields = {};
  for (const name of recordFieldNames) {
    const value = fields?.[name];
    if (value !== undefined) texts[name] = String(value);
  }
  return { ...(campaignId === undefined ? {} : { campaignId }), ...(fields ? { fields: texts } : {}) };
}

function relativePath(value: string): CodedFailure {
  return { code: 'invalid-input', detail: 'file-relative', params: { field: 'file', value } };
}

function wrong(field: string, value: string): CodedFailure {
  return { code: 'invalid-input', detail: 'value-unknown', params: { field, value } };
}

interface Options {
  dryRun: boolean;
  concurrency: number | undefined;
  rememberBefore: boolean;
  includeInWork: boolean;
  includeDoNotCall: boolean;
  expectedRows: number | undefined;
  confirm: boolean | undefined;
}

/** `thulium.bulkUpdate`: an argument object is complete and sends the good rows; else a page asks. */
export async function bulkUpdate(services: Services, input?: unknown): Promise<BulkOutcome> {
  if (!isArgumentObject(input)) {
    const { openBulkPage } = await import('./page/openPage.js');
    return openBulkPage(services, input instanceof vscode.Uri ? input : undefined);
  }
  const parsed = parseArguments(bulkArguments, input);
  if (!parsed.ok) return refuse(services, '', parsed.failure);
  const { dryRun = false, concurrency, rememberBefore = true, expectedRows, confirm } = parsed.value;
  const request = readRequest(parsed.value);
  if (!request.ok) return refuse(services, parsed.value.file, request.failure, { dryRun });
  const access = await services.openAccess(parsed.value.connection);
  if (!access.ok) return refuse(services, request.value.file, access.failure, { dryRun });
  const { includeInWork = false, includeDoNotCall = false } = parsed.value;
  const options = {
    dryRun,
    concurrency,
    rememberBefore,
    includeInWork,
    includeDoNotCall,
    expectedRows,
    confirm,
  };
  return planAndSend(services, access.value, request.value, options);
}

async function planAndSend(
  services: Services,
  access: Access,
  request: BulkRequest,
  options: Options,
): Promise<BulkOutcome> {
  const { dryRun, concurrency, rememberBefore } = options;
  const { file } = request;
  const { diagnostics } = bulkRunsOf(services);
  const engine = bulkEngine(services);
  const planned = await planWithProgress({
    engine,
    request,
    access,
    readRecords: rememberBefore,
    concurrency,
    includeInWork: options.includeInWork,
    includeDoNotCall: options.includeDoNotCall,
  });
  if (!planned) return refusedBulk({ code: 'cancelled' }, { dryRun });
  if (!planned.ok) {
    diagnostics.showFile(vscode.Uri.file(file), planned.problem);
    const failure = fileFailure(planned.problem, file);
    return refuse(services, file, { ...failure, params: { ...failure.params, field: 'file' } }, { dryRun });
  }
  const { plan } = planned;
  const { counts } = plan;
  diagnostics.showRows(vscode.Uri.file(file), plan.problems);
  const rejectsFile = await saveToFix(services, engine, plan);
  const toAddFile = await saveToAdd(services, engine, plan);
  const files = {
    ...(rejectsFile === undefined ? {} : { rejectsFile }),
    ...(toAddFile === undefined ? {} : { toAddFile }),
  };
  if (dryRun) {
    services.presenter.success([file, ...wordPlanCounts(counts)].join(' · '));
    return dryOutcome(counts, files);
  }
  const failure = refusal(plan, access, options);
  if (failure) return refuse(services, file, failure, { counts, files });
  if (!(await confirmed(plan, access, options))) return refusedBulk({ code: 'cancelled' }, { counts, files });
  const outcome = await sendPlan(services, { engine, access, plan, rejectsFile, ...options });
  return { ...outcome, ...files };
}

function refusal({ counts }: Plan, { connection }: Access, options: Options): CodedFailure | undefined {
  if (connection.readOnly) return { code: 'read-only', params: { name: connection.name } };
  const failure = checkExpectedRows(counts.send, options.expectedRows, connection);
  if (failure) return failure;
  return counts.send === 0 ? { code: 'invalid-input', detail: 'nothing-to-send' } : undefined;
}

/**
 * Only who wants every update confirmed is asked, for an argument object is complete; but in a workspace that is not
 * trusted a link may have called.
 */
async function confirmed({ counts }: Plan, { connection }: Access, { confirm }: Options): Promise<boolean> {
  const silent = connection.production || confirm === false || setting('confirmBeforeSend') !== 'always';
  if (silent && vscode.workspace.isTrusted) return true;
  const send = vscode.l10n.t('Send');
  const answer = await askModal(
    vscode.l10n.t('Send the bulk update to {0}?', connection.name),
    { detail: wordPlanCounts(counts) },
    send,
  );
  return answer === send;
}

function refuse(services: Services, file: string, failure: CodedFailure, more: Refusal = {}): BulkOutcome {
  presentRefusal(services, file === '' ? vscode.l10n.t('Update Records from File') : file, failure);
  return refusedBulk(failure, more);
}

/** Menus hand over a resource; only a plain object without one is an argument object. */
function isArgumentObject(input: unknown): input is Record<string, unknown> {
  return typeof input === 'object' && input !== null && !('scheme' in input);
}
