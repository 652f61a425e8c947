import type { NextCallDateChecker } from '../core/nextCallDate.js';
import type { CampaignKnowledge } from '../core/statusRules.js';
import type { ThuliumClient } from '../thulium/types.js';
import { guessSingleByte, type FormatChoice, type SourceFormat } from './detect.js';
import { FileProblemError, type FileProblem } from './fileProblems.js';
import { createJudge, type Judge, type Knowledge } from './judge.js';
import {
  checkMapping,
  createRowMapper,
  guessMapping,
  type BulkMapping,
  type Constants,
  type RowMapper,
} from './mapping.js';
import { readFile } from 'node:fs/promises';
import { detectFile, readRows, type RowBatch } from './read/rows.js';
import { fieldBits } from './remembered.js';
import { namesOfStatuses, QuestionTally, type ColumnQuestion, type RowProblem } from './rowProblems.js';
import {
  byteColumn,
  createRecordIndex,
  wordColumn,
  type ByteColumn,
  type RecordIndex,
  type WordColumn,
} from './rowTable.js';

/** What becomes of a row, decided before anything is sent. */
export const verdicts = ['send', 'invalid', 'duplicate', 'in-work', 'not-found', 'changed'] as const;
export type Verdict = (typeof verdicts)[number];

/** Facts of each row by its index, about ten bytes a row; `index` is dropped once the plan is made. */
export interface RowFacts {
  verdicts: ByteColumn;
  /** Bits of the fields that the row writes. */
  fields: ByteColumn;
  /** Bits of the fields that its record has empty or does not carry. */
  empty: ByteColumn;
  /** Of the record as read for the plan; 0 where it was not read. */
  fingerprints: WordColumn;
}

export interface PlanCounts {
  /** Data rows of the file: send + invalid + duplicate + inWork + notFound + changed. */
  total: number;
  send: number;
  invalid: number;
  duplicate: number;
  inWork: number;
  /** Rows whose record is known not to exist. */
  notFound: number;
  /** In a restore: rows whose record somebody changed since the run. */
  changed: number;
  /** Of the rows to send: what a restore could put back. `unknown` where the record was not read. */
  restorable: { fully: number; partly: number; not: number; unknown: number };
}

export interface Plan {
  file: string;
  format: SourceFormat;
  /** SHA-256 of the file's bytes. */
  hash: string;
  columns: readonly string[];
  mapping: BulkMapping;
  constants: Constants;
  /** Columns that fill no parameter. */
  unmapped: string[];
  counts: PlanCounts;
  /** Rows to send, by campaign. */
  campaigns: ReadonlyMap<string, number>;
  /** The first thousand, errors before warnings. */
  problems: RowProblem[];
  /** Rows with errors, and rows with warnings only, each in full. */
  rowsWithErrors: number;
  rowsWithWarnings: number;
  questions: ColumnQuestion[];
  /** What could not be read to check or compare: `statuses`, `agents`, `records`. */
  unchecked: string[];
  knowledge: Knowledge;
  facts: RowFacts;
}

export type PlanResult = { ok: true; plan: Plan } | { ok: false; problem: FileProblem };

export interface PlanOptions extends FormatChoice {
  file: string;
  /** Guessed from the header when left out. */
  mapping?: BulkMapping;
  constants?: Constants;
  /** Send each row of the same record, in the file's order; by default only the first is sent. */
  sendDuplicates?: boolean;
  dates: NextCallDateChecker;
  /** Left out, nothing is asked of the server. */
  client?: ThuliumClient;
  signal?: AbortSignal;
  onProgress?: (progress: { phase: 'rows' | 'records'; done: number }) => void;
}

const keptProblems = 1000;

/**
 * Reads and judges a whole file, asking the server once a campaign for statuses and agents, where it
 * may. Memory stays below 32 bytes a row. Records are read afterwards, by `readRecordsForPlan`.
 */
export async function makePlan(options: PlanOptions): Promise<PlanResult & { index?: RecordIndex }> {
  try {
    const format = await detectFile(options.file, options);
    try {
      return await judgeFile(options, format);
    } catch (error) {
      const guessed = await singleByteInstead(error, options);
      if (!guessed) throw error;
      return await judgeFile(options, { ...format, encoding: guessed, bom: false });
    }
  } catch (error) {
    if (error instanceof FileProblemError) return { ok: false, problem: error.problem };
    throw error;
  }
}

/** The first Polish letter may come long after the sample that looked like UTF-8. */
async function singleByteInstead(
  error: unknown,
  options: PlanOptions,
): Promise<SourceFormat['encoding'] | undefined> {
  const wrong = error instanceof FileProblemError && error.problem.code === 'file-encoding';
  if (!wrong || options.encoding !== undefined) return undefined;
  return guessSingleByte(await readFile(options.file));
}

async function judgeFile(
  options: PlanOptions,
  format: SourceFormat,
): Promise<PlanResult & { index: RecordIndex }> {
  const reader = readRows(options.file, format);
  const knowledge = new CampaignReader(options);
  const planner = new Planner(options, format, knowledge);
  for await (const batch of reader.batches) {
    options.signal?.throwIfAborted();
    await planner.add(batch);
    options.onProgress?.({ phase: 'rows', done: planner.total });
  }
  return { ok: true, plan: planner.finish(reader.hash()), index: planner.index };
}

class Planner {
  readonly index = createRecordIndex();
  total = 0;
  private readonly constants: Constants;
  private readonly facts: RowFacts = {
    verdicts: byteColumn(),
    fields: byteColumn(),
    empty: byteColumn(),
    fingerprints: wordColumn(),
  };
  private readonly counts = { send: 0, invalid: 0, duplicate: 0 };
  private readonly campaigns = new Map<string, number>();
  private readonly errors: RowProblem[] = [];
  private readonly warnings: RowProblem[] = [];
  private rowsWithErrors = 0;
  private rowsWithWarnings = 0;
  private readonly tally = new QuestionTally();
  private columns: readonly string[] = [];
  private mapping: BulkMapping | undefined;
  private mapper: RowMapper | undefined;
  private judge: Judge | undefined;

  constructor(
    private readonly options: PlanOptions,
    private readonly format: SourceFormat,
    private readonly knowledge: CampaignReader,
  ) {
    this.constants = options.constants ?? {};
  }

  async add(batch: RowBatch): Promise<void> {
    const { mapper, judge } = this.compile(batch.columns);
    if (this.options.client) {
      for (const row of batch.rows) {
        const asked = row.fault ? undefined : this.knowledge.learn(mapper.campaignOf(row), mapper);
        if (asked) await asked;
      }
    }
    for (const row of batch.rows) {
      const { update, sendable, problems } = judge(row);
      if (problems.length > 0) this.note(problems, sendable);
      const first = sendable ? this.index.add(update.campaignId, update.customerId, row.index) : undefined;
      let verdict: Verdict = sendable ? 'send' : 'invalid';
      if (first !== undefined && this.options.sendDuplicates !== true) verdict = 'duplicate';
      if (first !== undefined) {
        this.note([duplicateOf(row, first, mapper.columnOf('customer_id'))], true);
      }
      this.facts.verdicts.push(verdicts.indexOf(verdict));
      this.facts.fields.push(fieldBits((name) => update.fields[name] !== undefined));
      if (verdict === 'send') {
        this.counts.send++;
        this.campaigns.set(update.campaignId, (this.campaigns.get(update.campaignId) ?? 0) + 1);
      } else if (verdict === 'invalid') this.counts.invalid++;
      else this.counts.duplicate++;
    }
    this.total += batch.rows.length;
  }

  finish(hash: string): Plan {
    const { mapping } = this;
    if (this.total === 0 || !mapping) throw new FileProblemError({ code: 'file-header-only' });
    const used = Object.keys(mapping.columns);
    return {
      file: this.options.file,
      format: this.format,
      hash,
      columns: this.columns,
      mapping: this.withStatusNames(mapping),
      constants: this.constants,
      unmapped: this.columns.filter((column) => column !== '' && !used.includes(column)),
      counts: {
        total: this.total,
        ...this.counts,
        inWork: 0,
        notFound: 0,
        changed: 0,
        restorable: { fully: 0, partly: 0, not: 0, unknown: this.counts.send },
      },
      campaigns: this.campaigns,
      problems: [...this.errors, ...this.warnings].slice(0, keptProblems),
      rowsWithErrors: this.rowsWithErrors,
      rowsWithWarnings: this.rowsWithWarnings,
      questions: this.tally.questions(),
      unchecked: [...this.knowledge.unchecked],
      knowledge: this.knowledge.known,
      facts: this.facts,
    };
  }

  private compile(columns: readonly string[]): { mapper: RowMapper; judge: Judge } {
    if (this.mapper && this.judge && columns.length === this.columns.length) {
      return { mapper: this.mapper, judge: this.judge };
    }
    const mapping = this.options.mapping ?? guessMapping(columns);
    checkMapping(columns, mapping, this.constants);
    this.mapping = this.knowledge.share(mapping);
    this.columns = columns;
    this.mapper = createRowMapper(columns, this.mapping, this.constants, this.format.kind);
    this.judge = createJudge(this.mapper, this.options.dates, this.knowledge.known);
    return { mapper: this.mapper, judge: this.judge };
  }

  private note(problems: readonly RowProblem[], sendable: boolean): void {
    if (sendable) this.rowsWithWarnings++;
    else this.rowsWithErrors++;
    for (const each of problems) {
      const kept = each.severity === 'error' ? this.errors : this.warnings;
      if (kept.length < keptProblems) kept.push(each);
      this.tally.add(each);
    }
  }

  private withStatusNames(mapping: BulkMapping): BulkMapping {
    return mapping.fixes?.includes('status-names') === true
      ? mapping
      : {
          columns: mapping.columns,
          ...(mapping.values ? { values: mapping.values } : {}),
          ...(mapping.fixes ? { fixes: mapping.fixes } : {}),
        };
  }
}

function duplicateOf(
  row: { index: number; line: number },
  first: number,
  column: number | undefined,
): RowProblem {
  return {
    code: 'row-duplicate',
    severity: 'warning',
    field: 'customerId',
    params: { row: String(first + 1) },
    row: row.index,
    line: row.line,
    ...(column === undefined ? {} : { column }),
  };
}

/** Learns statuses and agents of each campaign once, best effort. */
class CampaignReader {
  readonly known = new Map<string, CampaignKnowledge & { statusNames?: Record<string, string> }>();
  readonly unchecked = new Set<string>();
  private readonly names: Record<string, Record<string, string>> = {};

  constructor(private readonly options: PlanOptions) {}

  /** A mapping that sees the names of statuses as they become known. */
  share(mapping: BulkMapping): BulkMapping {
    return { ...mapping, statusNames: this.names };
  }

  learn(campaignId: string, mapper: RowMapper): Promise<void> | undefined {
    const { client } = this.options;
    if (!client || this.known.has(campaignId) || !/^[A-Za-z0-9]{5}$/.test(campaignId)) return undefined;
    const wantsAgents =
      mapper.columnOf('agent_login') !== undefined ||
      this.options.constants?.fields?.agent_login !== undefined;
    return this.ask(client, campaignId, wantsAgents);
  }

  private async ask(client: ThuliumClient, campaignId: string, wantsAgents: boolean): Promise<void> {
    const options = this.options.signal ? { signal: this.options.signal } : {};
    const [statuses, agents] = await Promise.all([
      client.listStatuses(campaignId, options),
      wantsAgents ? client.listAgents(campaignId, options) : undefined,
    ]);
    const known: CampaignKnowledge & { statusNames?: Record<string, string> } = {};
    if (statuses.ok) {
      known.statuses = statuses.value;
      known.statusNames = this.names[campaignId] = namesOfStatuses(statuses.value);
    } else this.unchecked.add('statuses');
    if (agents?.ok === true) known.agents = agents.value;
    else if (agents) this.unchecked.add('agents');
    this.known.set(campaignId, known);
  }
}
