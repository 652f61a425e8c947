import { shown } from '../../../core/foreign.js';
import * as vscode from 'vscode';
import path from 'node:path';
import type { Plan } from '../../../bulk/plan/plan.js';
import { type RowProblem, createRowChecker } from '../../../bulk/plan/checkRow.js';
import type { BulkLine, BulkState } from '../../../protocol/bulk.js';
import { wordRowProblem, wordFileProblem, wordCounts, wordProgress } from '../../../messages/bulk.js';
import { countOf } from '../../../messages/plural.js';
import type { FileProblem, FileStart } from '../../../bulk/source/fileStart.js';
import { createRowMapper, type BulkMapping } from '../../../bulk/plan/mapping.js';
import type { ColumnTarget } from '../../../bulk/source/columnNames.js';
import type { NextCallDateChecker } from '../../../core/nextCallDate.js';
import { fieldLabel } from '../../../messages/fields.js';
import type { Chosen } from './choices.js';
import type { RunDescription } from '../../../bulk/engine.js';
import { questionsOf } from './columnQuestions.js';
import type { RunSummary } from '../../../bulk/runs.js';
import type { BulkOutcome } from '../../../core/outcome.js';
import type { LiveRun } from '../runToEnd.js';

const shownProblems = 50;

/** A plan in words; `lineShift` is added to lines of the file that is read. */
function planView(plan: Plan, lineShift: number): NonNullable<BulkState['plan']> {
  const { counts, problems, rowsWithErrors, rowsWithWarnings } = plan;
  return {
    send: counts.send,
    sendRows: countOf('row', counts.send),
    counts: countLines(counts),
    restorable: [...restorableLines(counts), ...uncheckedLines(plan)],
    problems: problems.slice(0, shownProblems).map((each) => ({
      line: each.line + lineShift,
      severity: each.severity,
      text: wordRowProblem(shifted(each, lineShift)),
    })),
    moreProblems: Math.max(0, rowsWithErrors + rowsWithWarnings - Math.min(shownProblems, problems.length)),
    hasToFix: counts.invalid + counts.notFound > 0,
  };
}

/** A problem that names another line of the file names it as the user counts. */
function shifted(problem: RowProblem, lineShift: number): RowProblem {
  const { params } = problem;
  if (params?.line === undefined) return problem;
  return { ...problem, params: { ...params, line: String(Number(params.line) + lineShift) } };
}

function line(kind: BulkLine['kind'], count: number, text: string): BulkLine[] {
  return count > 0 ? [{ kind, text: `${countOf('row', count)}: ${text}` }] : [];
}

function countLines(counts: Plan['counts']): BulkLine[] {
  return [
    ...line('good', counts.send, vscode.l10n.t('to be sent')),
    ...line('error', counts.invalid, vscode.l10n.t('with errors, left out')),
    ...line('error', counts.notFound, vscode.l10n.t('without a record in Thulium, left out')),
    ...line('warning', counts.duplicate, vscode.l10n.t('of a record that an earlier row has, left out')),
    ...line('warning', counts.inWork, vscode.l10n.t('whose record an agent is working on, left out')),
    ...line('warning', counts.doNotCall, vscode.l10n.t('leave Do not call, left out')),
  ];
}

function restorableLines({ restorable, send }: Plan['counts']): BulkLine[] {
  if (send === 0) return [];
  return [
    ...line('good', restorable.fully, vscode.l10n.t('can be restored later')),
    ...line(
      'warning',
      restorable.partly,
      vscode.l10n.t('can be restored only in part: a field is empty now'),
    ),
    ...line('warning', restorable.not, vscode.l10n.t('cannot be restored: the fields are empty now')),
    ...line('info', restorable.unknown, vscode.l10n.t('restore not yet checked')),
  ];
}

function uncheckedLines({ unchecked }: Plan): BulkLine[] {
  return unchecked.map((code) => ({ kind: 'info', text: wordUncheckedInPlan(code) }));
}

function wordUncheckedInPlan(code: string): string {
  switch (code) {
    case 'statuses':
      return vscode.l10n.t('Couldn’t read the statuses, so they weren’t checked.');
    case 'agents':
      return vscode.l10n.t('Couldn’t read the agents, so they weren’t checked.');
    default:
      return vscode.l10n.t(
        'Some records couldn’t be read. Each record is read again right before it’s updated.',
      );
  }
}

/** Everything that the state of a page is made of, less the run. */
interface PageFacts {
  chosen: Chosen;
  /** The file by which the user knows it. */
  shownFile: string;
  fileStart: FileStart | undefined;
  mapping: BulkMapping;
  plan: Plan | undefined;
  problem: FileProblem | undefined;
  /** Added to a line of the file that is read to get the line that the user sees. */
  lineShift: number;
  dates: NextCallDateChecker;
}

const sampleValues = 3;
const shownValues = 20;

/** The part of a page's state that comes of the file. */
export function fileView(
  facts: PageFacts,
): Pick<
  BulkState,
  | 'file'
  | 'format'
  | 'isFormatChosen'
  | 'columns'
  | 'constants'
  | 'fileProblem'
  | 'questions'
  | 'values'
  | 'known'
  | 'preview'
  | 'plan'
  | 'options'
> {
  const { chosen, shownFile, fileStart, plan, problem } = facts;
  const { request, options } = chosen;
  const format = plan?.format ?? fileStart?.format;
  return {
    file: { name: path.basename(shownFile), folder: path.dirname(shownFile) },
    format: format ? { kind: format.kind, encoding: format.encoding, delimiter: format.delimiter } : null,
    isFormatChosen: request.encoding !== undefined || request.delimiter !== undefined,
    columns: columnsOf(facts),
    constants: constantsOf(facts),
    fileProblem: problem ? wordProblemOf(problem) : null,
    questions: questionsOf(plan?.questions ?? [], facts.mapping.fixes ?? []),
    values: valuesOf(facts),
    known: plan ? knownOf(plan) : [],
    preview: previewOf(facts),
    plan: plan ? planView(plan, facts.lineShift) : null,
    options,
  };
}

function wordProblemOf({ code, line, params }: FileProblem): string {
  const facts = { ...params, ...(line === undefined ? {} : { line: String(line) }) };
  return wordFileProblem(code, facts) ?? code;
}

function columnsOf({ fileStart, mapping }: PageFacts): BulkState['columns'] {
  return (fileStart?.columns ?? [])
    .map((name, index) => ({
      name,
      target: mapping.columns[name] ?? null,
      sample: samplesOf(fileStart, index).join(' · '),
    }))
    .filter(({ name, sample }) => name !== '' || sample !== '');
}

/** The first different values of a column. */
function samplesOf(fileStart: FileStart | undefined, column: number): string[] {
  const cells = (fileStart?.rows ?? []).map(({ cells: each }) => each[column] ?? '');
  return [...new Set(cells)].filter((cell) => cell !== '').slice(0, sampleValues);
}

function constantsOf({ chosen }: PageFacts): BulkState['constants'] {
  const { campaignId = '', fields = {} } = chosen.request.constants;
  return {
    campaign_id: campaignId,
    status_id: fields.status_id ?? '',
    dictionary_status_id: fields.dictionary_status_id ?? '',
    agent_login: fields.agent_login ?? '',
    next_call_date: fields.next_call_date ?? '',
    order: fields.order ?? '',
  };
}

function valuesOf({ plan, mapping }: PageFacts): BulkState['values'] {
  const found = new Map<string, BulkState['values'][number]>();
  const add = (target: ColumnTarget, from: string, to: string): void => {
    found.set(`${target} ${from}`, { target, label: fieldLabel(target), from, to });
  };
  for (const [target, map] of Object.entries(mapping.values ?? {})) {
    for (const [from, to] of Object.entries(map)) add(target as ColumnTarget, from, to);
  }
  for (const { field, params, code } of plan?.problems ?? []) {
    const from = params?.value;
    if (from === undefined || found.size >= shownValues || code === 'status-name') continue;
    if (field === 'status_id' || field === 'dictionary_status_id' || field === 'agent_login')
      add(field, from, '');
  }
  return [...found.values()];
}

function knownOf({ knowledge }: Plan): BulkState['known'] {
  const known = new Map<string, BulkState['known'][number]>();
  for (const { statuses = [], agents = [] } of knowledge.values()) {
    for (const { status_id: value, name } of statuses) {
      known.set(`status ${value}`, { target: 'status_id', value, label: `${value} · ${shown(name)}` });
    }
    for (const { login: value } of agents) {
      known.set(`agent ${value}`, { target: 'agent_login', value, label: value });
    }
  }
  return [...known.values()];
}

/** The first rows as they will be sent. */
function previewOf({ plan, fileStart, lineShift, dates }: PageFacts): BulkState['preview'] {
  if (!plan || !fileStart) return [];
  const mapper = createRowMapper(fileStart.columns, plan.mapping, plan.constants, plan.format.kind);
  const check = createRowChecker(mapper, dates, plan.knowledge);
  return fileStart.rows.map((row) => {
    const { update, problems } = check(row);
    const first = problems.find((each) => each.severity === 'error') ?? problems[0];
    return {
      line: row.line + lineShift,
      request: `${update.campaignId}/${update.customerId}`,
      body: JSON.stringify(update.fields),
      problem: first ? wordRowProblem(first) : null,
    };
  });
}

/** How far a run is, for its page. */
export function runView(run: LiveRun): BulkState['run'] {
  const { progress } = run;
  if (!progress) return null;
  const { toSend, remaining } = progress;
  return {
    text: `${wordProgress(progress, performance.now())} · ${wordCounts(progress)}`,
    percent: toSend === 0 ? 100 : Math.floor(((toSend - remaining) / toSend) * 100),
    paused: run.isPaused,
  };
}

/** What the journal of a run tells after the window was reloaded. */
export function keptOutcome(run: RunSummary): BulkOutcome {
  const { runId, total, updated, failed, skipped, inDoubt, remaining } = run;
  const state = run.state === 'unfinished' ? 'stopped' : run.state;
  return { runId, dryRun: false, state, total, updated, failed, skipped, inDoubt, remaining };
}

/** How a run ended, for its page. */
export function outcomeView(outcome: BulkOutcome, about: RunDescription | undefined): BulkState['outcome'] {
  const { updated, failed, inDoubt, remaining, error, resultsFile, runId } = outcome;
  const isRun = runId !== '';
  return {
    kind: error ? 'error' : failed + inDoubt + remaining > 0 ? 'warning' : 'good',
    headline: `${headlineOf(outcome)} ${wordCounts(outcome, about)}`,
    message: error?.message ?? null,
    canOpen: resultsFile !== undefined,
    canResume: isRun && remaining + inDoubt > 0,
    canRetry: isRun && (about?.retryable ?? 0) > 0,
    canRestore: isRun && updated > 0,
  };
}

function headlineOf({ state }: BulkOutcome): string {
  switch (state) {
    case 'completed':
      return vscode.l10n.t('Completed.');
    case 'stopped':
      return vscode.l10n.t('Stopped. You can resume it.');
    case 'cancelled':
      return vscode.l10n.t('Canceled. You can resume it.');
    case 'refused':
      return vscode.l10n.t('Nothing was sent.');
  }
}
