import * as vscode from 'vscode';
import { fileFailure } from '../../bulk/source/fileProblems.js';
import type { Plan } from '../../bulk/plan/plan.js';
import type { CodedFailure } from '../../core/errors.js';
import type { BulkOutcome } from '../../core/outcome.js';
import { wordPlanCounts } from '../../messages/bulkProgress.js';
import { bulkArguments, parseArguments } from '../arguments.js';
import type { Access, Services } from '../services.js';
import { bulkRunsOf } from './runs.js';
import { setting } from '../settings.js';
import { bulkEngine } from './engine.js';
import { checkExpectedRows } from './confirmRows.js';
import { dryOutcome, refusedBulk, type Refusal } from '../../messages/outcomes.js';
import { planWithProgress } from './planning.js';
import { readRequest, type BulkRequest } from './request.js';
import { presentRefusal } from './summary.js';
import { sendPlan } from './send.js';
import { saveToAdd, saveToFix } from './toFix.js';
import { askModal } from '../door.js';

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
    const { openBulkPage } = await import('./page/open.js');
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
