import { readFileSync } from 'node:fs';
import { text as readStream } from 'node:stream/consumers';
import * as l10n from '@vscode/l10n';
import { errorMessage } from '../core/errors.js';
import { checkCampaignId, checkCustomerId } from '../core/ids.js';
import { wordCertainty, wordDiagnosis } from '../messages/diagnosis.js';
import { diagnosePaste, type PastedExchange } from '../paste/pastedRequest.js';
import { readPaste } from '../paste/readPaste.js';
import type { Knowledge } from '../simulator/diagnosis/codes.js';
import { parseTarget } from '../simulator/diagnosis/route.js';
import { exitCodes, usageError } from './console.js';
import { createDirectory, type Directory } from '../thulium/lists.js';
import type { ThuliumClient } from '../thulium/types.js';
import { localClock, openSystem, type Context, type SystemOptions } from './system.js';

export interface ExplainOptions extends SystemOptions {
  json?: boolean;
}

/** How long the system may take to tell what it knows, in milliseconds. */
const readsMs = 5000;

/**
 * `explain [FILE|-]`: why a request was refused, from a command, an HTTP message or lines of a log. Where the environment
 * names a system, its lists are read and nothing is written.
 */
export async function explainCommand(
  context: Context,
  file: string | undefined,
  options: ExplainOptions,
): Promise<number> {
  const pasted = readPaste(await readInput(file));
  if (!pasted) {
    throw usageError(
      l10n.t('No request found in this text. Pass a curl command, an HTTP request, or lines of a log.'),
    );
  }
  const knowledge = await learn(context, pasted, options);
  const found = diagnosePaste(pasted, knowledge).map((each) => ({ ...each, message: wordDiagnosis(each) }));
  if (options.json === true) {
    context.console.json({
      diagnosis: found.map(({ code, certainty, message }) => ({ code, certainty, message })),
    });
  } else if (found.length === 0) context.console.print(l10n.t('Nothing wrong was found in this request.'));
  for (const { code, certainty, message } of options.json === true ? [] : found) {
    context.console.print(`${code} (${wordCertainty(certainty)}): ${message}`);
  }
  return found.some(({ certainty }) => certainty === 'documented') ? exitCodes.failed : exitCodes.fine;
}

async function readInput(file: string | undefined): Promise<string> {
  try {
    return file === undefined || file === '-' ? await readStream(process.stdin) : readFileSync(file, 'utf8');
  } catch (error) {
    throw usageError(`${file ?? '-'}: ${errorMessage(error)}`);
  }
}

/** What the system of the environment tells of the campaign and the record; without one the form alone is judged. */
async function learn(context: Context, pasted: PastedExchange, options: ExplainOptions): Promise<Knowledge> {
  const { dates } = localClock(context, options);
  const { route } = parseTarget(pasted.method ?? 'PUT', pasted.url ?? '');
  const { campaignId, customerId } = route ?? {};
  const hasSystem = options.envFile !== undefined || (context.env.THULIUM_BASE_URL ?? '') !== '';
  if (!hasSystem || campaignId === undefined || checkCampaignId(campaignId).length > 0) return { dates };
  const { client } = await openSystem(context, options);
  const ids = { campaignId, customerId, withRecord: true };
  return {
    ...(await learnFrom(
      createDirectory(client, () => performance.now()),
      client,
      ids,
      context.signal,
    )),
    dates,
  };
}

/** Reads what a system knows of the ids of a request, best effort. */
export async function learnFrom(
  directory: Directory,
  client: ThuliumClient,
  {
    campaignId,
    customerId,
    withRecord,
  }: { campaignId: string; customerId?: string | undefined; withRecord: boolean },
  signal: AbortSignal,
): Promise<Knowledge> {
  if (checkCampaignId(campaignId).length > 0) return {};
  const call = { deadlineMs: readsMs, signal };
  const named = withRecord && customerId !== undefined && checkCustomerId(customerId).length === 0;
  const [campaigns, statuses, agents, record] = await Promise.all([
    directory.campaigns(call),
    directory.statuses(campaignId, call),
    directory.agents(campaignId, call),
    named ? client.getRecord(campaignId, customerId, call) : undefined,
  ]);
  const missing = record?.ok === false && record.failure.code === 'not-found';
  return {
    campaigns: campaigns.ok ? campaigns.value : undefined,
    statuses: statuses.ok ? statuses.value : undefined,
    agents: agents.ok ? agents.value : undefined,
    record: missing ? null : record?.ok === true ? record.value : undefined,
  };
}
