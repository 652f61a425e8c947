import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { createBulkEngine } from '../bulk/engine.js';
import { fileFailure } from '../bulk/source/fileStart.js';
import { fail, succeed, errorMessage, type Result } from '../core/errors.js';
import { raw } from '../core/foreign.js';
import { campaignIdPattern } from '../core/ids.js';
import { problem } from '../core/problems.js';
import type { CampaignStatus } from '../core/record.js';
import { bulkFileWords, wordRowProblem } from '../messages/bulk.js';
import { wordProblem } from '../messages/problems.js';
import { wordIssue } from '../messages/requestFiles.js';
import { checkFileUpdate } from '../requestFile/checkEntry.js';
import { readStatusFile } from '../thulium/statusFile.js';
import type { ThuliumClient } from '../thulium/types.js';
import { exitCodes, failureText, usageError } from './console.js';
import {
  failureError,
  localClock,
  openSystem,
  type Context,
  type LocalClock,
  type SystemOptions,
} from './system.js';
import { findFiles } from './testCommand.js';
import { loadFiles, placeText } from './testRun.js';

/** Statuses of one campaign, as `statuses export` writes them. */
interface CampaignStatuses {
  campaignId: string;
  name?: string;
  statuses: CampaignStatus[];
}

export interface ExportOptions extends SystemOptions {
  campaign?: string[];
  output?: string;
}

/** `statuses export`: the statuses of all campaigns, sorted, so that a diff shows what the manager added. */
export async function exportStatuses(context: Context, options: ExportOptions): Promise<number> {
  const { client } = await openSystem(context, options);
  const { signal } = context;
  const listed = await client.listCampaigns({ signal });
  if (!listed.ok) throw failureError(listed.failure);
  const wanted = options.campaign && new Set(options.campaign);
  const campaigns: CampaignStatuses[] = [];
  for (const { id, name } of listed.value.sort((a, b) => compare(a.id, b.id))) {
    if (wanted && !wanted.has(id)) continue;
    const statuses = await client.listStatuses(id, { signal });
    // A campaign of another kind, or one that this user may not read, has none to tell.
    if (!statuses.ok) context.console.note(`${id}: ${failureText(statuses.failure)}`);
    else {
      const sorted = statuses.value.sort((a, b) => compare(a.status_id, b.status_id));
      campaigns.push({
        campaignId: id,
        ...(name === undefined ? {} : { name: raw(name) }),
        statuses: sorted,
      });
    }
  }
  const text = `${JSON.stringify({ campaigns }, undefined, 2)}\n`;
  if (options.output === undefined) context.console.document(text);
  else writeFileSync(options.output, context.console.redactor.redact(text));
  return exitCodes.fine;
}

/** Numbers by their size, other texts by their letters. */
function compare(one: string, other: string): number {
  return one.localeCompare(other, 'en', { numeric: true });
}

export interface CheckOptions extends SystemOptions {
  statuses?: string;
  json?: boolean;
  campaign?: string;
}

interface Finding {
  /** `file:line` or `file:line:column`. */
  place: string;
  severity: 'error' | 'warning';
  message: string;
}

/** `check FILES`: request files and files of rows against a status file; nothing is sent and no system is asked. */
export async function checkFiles(
  context: Context,
  patterns: string[],
  options: CheckOptions,
): Promise<number> {
  const known = options.statuses === undefined ? undefined : readStatuses(options.statuses);
  const clock = localClock(context, options);
  const files = await findFiles(patterns);
  const findings: Finding[] = [];
  for (const file of files) {
    const isRequestFile = file.endsWith('.thulium.json');
    findings.push(
      ...(isRequestFile
        ? checkRequestFile(file, clock, known)
        : await checkRows(file, clock, known, options)),
    );
  }
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  if (options.json === true) context.console.json({ files: files.length, errors, findings });
  else {
    for (const { place, severity, message } of findings)
      context.console.print(`${place}: ${severity}: ${message}`);
    context.console.note(
      l10n.t('{0} files checked, {1} errors, {2} warnings', files.length, errors, findings.length - errors),
    );
  }
  return errors > 0 ? exitCodes.failed : exitCodes.fine;
}

type Statuses = ReadonlyMap<string, readonly CampaignStatus[]>;

function checkRequestFile(file: string, clock: LocalClock, known: Statuses | undefined): Finding[] {
  const [loaded] = loadFiles([file]);
  if (!loaded) return [];
  const { text, content } = loaded;
  const checked = content.updates.flatMap((update) => {
    const { campaignId } = update.input;
    const statuses = typeof campaignId === 'string' ? known?.get(campaignId) : undefined;
    const context = { dates: clock.dates, templates: clock.templates() };
    const { issues } = checkFileUpdate(update, {
      ...context,
      ...(statuses ? { knowledge: { statuses } } : {}),
    });
    const isUnknown =
      known && !statuses && typeof campaignId === 'string' && campaignIdPattern.test(campaignId);
    if (!isUnknown) return issues;
    const found = problem('campaign-unknown', 'campaignId', { value: campaignId });
    return [
      ...issues,
      { kind: 'problem' as const, problem: found, path: [], start: update.start, end: update.end },
    ];
  });
  return [...content.issues, ...checked].map((issue) => ({
    place: placeText(file, text, issue.start),
    severity:
      issue.kind === 'duplicate-key'
        ? 'warning'
        : issue.kind === 'problem'
          ? severityOf(issue.problem)
          : 'error',
    message: wordIssue(issue),
  }));
}

async function checkRows(
  file: string,
  { dates }: LocalClock,
  known: Statuses | undefined,
  { campaign }: CheckOptions,
): Promise<Finding[]> {
  const engine = createBulkEngine({ runsFolder: '', dates, words: bulkFileWords() });
  const result = await engine.planRun({
    file: path.resolve(file),
    ...(campaign === undefined ? {} : { constants: { campaignId: campaign } }),
    ...(known ? { client: clientOf(known) } : {}),
  });
  if (!result.ok) {
    const message = failureText(fileFailure(result.problem, file));
    return [{ place: `${file}:${result.problem.line ?? 1}`, severity: 'error', message }];
  }
  const unknown = [...result.plan.campaigns.keys()].filter((id) => known && !known.has(id));
  return [
    ...unknown.map((id): Finding => ({
      place: `${file}:1`,
      severity: 'error',
      message: wordProblem(problem('campaign-unknown', 'campaignId', { value: id })),
    })),
    ...result.plan.problems.map((each): Finding => ({
      place: `${file}:${each.line}`,
      severity: severityOf(each),
      message: wordRowProblem(each),
    })),
  ];
}

/** A status that the file does not have is one that the API refuses, which before sending is only a warning. */
function severityOf({
  code,
  severity,
}: {
  code: string;
  severity: Finding['severity'];
}): Finding['severity'] {
  return code === 'status-unknown' ? 'error' : severity;
}

/** A status file in the place of a system: whatever else would be read is not there. */
function clientOf(known: Statuses): ThuliumClient {
  const nothing = <T>(): Promise<Result<T>> => Promise.resolve(fail({ code: 'forbidden' }));
  return {
    baseUrl: '',
    writeRefusal: { code: 'read-only' },
    updateRecord: () => Promise.resolve({ attempts: 0, durationMs: 0, failure: { code: 'read-only' } }),
    listStatuses: (campaignId) => {
      const statuses = known.get(campaignId);
      return statuses ? Promise.resolve(succeed([...statuses])) : nothing();
    },
    getRecord: nothing,
    listRecords: nothing,
    listCampaigns: nothing,
    listAgents: nothing,
    findCustomers: nothing,
    getCustomer: nothing,
  };
}

/** All campaigns as `statuses export` writes them, or one campaign's file of the editor. */
function readStatuses(file: string): Statuses {
  try {
    const text = readFileSync(file, 'utf8');
    const value: unknown = JSON.parse(text);
    const listed: unknown =
      typeof value === 'object' && value !== null ? Reflect.get(value, 'campaigns') : undefined;
    const entries = (Array.isArray(listed) ? listed : [value]).map((each) => {
      const read = readStatusFile(JSON.stringify(each));
      const campaignId = read.ok ? read.value.campaignId : undefined;
      if (!read.ok || campaignId === undefined)
        throw new SyntaxError(wordProblem(problem('status-file-shape', 'file')));
      return [campaignId, read.value.statuses] as const;
    });
    return new Map(entries);
  } catch (error) {
    throw usageError(`--statuses ${file}: ${errorMessage(error)}`);
  }
}
