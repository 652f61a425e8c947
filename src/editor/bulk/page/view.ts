import path from 'node:path';
import type { FileProblem } from '../../../bulk/source/fileProblems.js';
import { createRowChecker } from '../../../bulk/plan/checkRow.js';
import { createRowMapper, type BulkMapping } from '../../../bulk/plan/mapping.js';
import type { ColumnTarget } from '../../../bulk/source/columnNames.js';
import type { FileStart } from '../../../bulk/source/fileStart.js';
import type { Plan } from '../../../bulk/plan/plan.js';
import type { NextCallDateChecker } from '../../../core/nextCallDate.js';
import type { BulkState } from '../../../protocol/bulk.js';
import { wordFileProblem } from '../../../messages/bulkFiles.js';
import { wordRowProblem } from '../../../messages/bulkRows.js';
import { fieldLabel } from '../../../messages/fields.js';
import type { Chosen } from './choices.js';
import { planView } from './planView.js';
import { questionsOf } from './questions.js';

/** Everything that the state of a page is made of, less the run. */
export interface PageFacts {
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
      known.set(`status ${value}`, { target: 'status_id', value, label: `${value} · ${name}` });
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
