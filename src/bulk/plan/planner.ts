import { readFile } from 'node:fs/promises';
import { CampaignReader } from './readBefore.js';
import { type SourceFormat, guessSingleByte } from '../source/detect.js';
import { FileProblemError } from '../source/fileStart.js';
import { createRowChecker, type RowChecker, QuestionTally, type RowProblem } from './checkRow.js';
import { isCustomerKey } from '../source/columnNames.js';
import type { Fix } from './columnFixes.js';
import {
  checkMapping,
  createRowMapper,
  guessMapping,
  type BulkMapping,
  type Constants,
  type RowMapper,
} from './mapping.js';
import {
  verdicts,
  type Plan,
  type PlanOptions,
  type RowFacts,
  type Verdict,
  type PlanResult,
} from './plan.js';
import { type RowBatch, detectFile, readRows } from '../source/rows.js';
import { fieldBits } from '../journal/valuesBefore.js';
import { byteColumn, createRecordIndex, wordColumn, type RecordIndex } from './rowTable.js';

const keptProblems = 1000;

/** Judges a file batch by batch and gathers what a plan says. */
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
  /** Where each row begins in the file: the way in which every message counts. */
  private readonly lines = wordColumn();
  private readonly counts = { send: 0, invalid: 0, duplicate: 0 };
  private readonly campaigns = new Map<string, number>();
  private readonly errors: RowProblem[] = [];
  private readonly warnings: RowProblem[] = [];
  private searched = 0;
  private toAdd = 0;
  private rowsWithErrors = 0;
  private rowsWithWarnings = 0;
  private readonly tally = new QuestionTally();
  private columns: readonly string[] = [];
  private mapping: BulkMapping | undefined;
  private mapper: RowMapper | undefined;
  private check: RowChecker | undefined;

  constructor(
    private readonly options: PlanOptions,
    private readonly format: SourceFormat,
    private readonly knowledge: CampaignReader,
  ) {
    this.constants = options.constants ?? {};
  }

  async add(batch: RowBatch): Promise<void> {
    const { mapper, check } = this.compile(batch.columns);
    if (this.options.client) {
      for (const row of batch.rows) {
        const asked = row.fault ? undefined : this.knowledge.learn(mapper.campaignOf(row), mapper);
        if (asked) await asked;
      }
    }
    await this.findCustomers(batch, mapper);
    for (const row of batch.rows) {
      const { update, sendable, problems } = check(row);
      if (problems.some((each) => each.code === 'customer-unknown')) this.toAdd++;
      if (problems.length > 0) this.note(problems, sendable);
      const first = sendable ? this.index.add(update.campaignId, update.customerId, row.index) : undefined;
      let verdict: Verdict = sendable ? 'send' : 'invalid';
      if (first !== undefined && this.options.sendDuplicates !== true) verdict = 'duplicate';
      if (first !== undefined) {
        this.note([duplicateOf(row, this.lines.get(first), mapper.columnOf('customer_id'))], true);
      }
      this.lines.push(row.line);
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

  /** Asks for the customers of rows that say what theirs is found by; the mapping receives the answers. */
  private async findCustomers({ rows }: RowBatch, mapper: RowMapper): Promise<void> {
    const answers = this.mapping?.customers;
    if (!answers) return;
    const { customers, signal, concurrency = 4, onProgress } = this.options;
    const queue = rows.filter((row) => !row.fault);
    const worker = async (): Promise<void> => {
      for (let row = queue.shift(); row; row = queue.shift()) {
        signal?.throwIfAborted();
        const search = mapper.customerKeyOf(row);
        if (!search || search.value === '') continue;
        const answer = customers ? await customers.find(search, signal) : 'unread';
        if (answer === 'unread') this.knowledge.unchecked.add('customers');
        answers[String(row.index)] = typeof answer === 'string' ? answer : answer.id;
        if (++this.searched % 20 === 0) onProgress?.({ phase: 'customers', done: this.searched });
      }
    };
    await Promise.all(Array.from({ length: concurrency }, worker));
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
      mapping: this.kept(mapping),
      constants: this.constants,
      toAdd: this.toAdd,
      unmapped: this.columns.filter((column) => column !== '' && !used.includes(column)),
      counts: {
        total: this.total,
        ...this.counts,
        inWork: 0,
        doNotCall: 0,
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

  private compile(columns: readonly string[]): { mapper: RowMapper; check: RowChecker } {
    if (this.mapper && this.check && columns.length === this.columns.length) {
      return { mapper: this.mapper, check: this.check };
    }
    const mapping = this.options.mapping ?? guessMapping(columns);
    checkMapping(columns, mapping, this.constants);
    const searches = Object.values(mapping.columns).some(isCustomerKey);
    const isFound = Object.values(mapping.columns).includes('customer_id');
    this.mapping = {
      ...this.knowledge.share(mapping),
      timeZone: this.options.dates.timeZone,
      ...(searches && !isFound ? { customers: this.mapping?.customers ?? {} } : {}),
    };
    this.columns = columns;
    this.mapper = createRowMapper(columns, this.mapping, this.constants, this.format.kind);
    this.check = createRowChecker(this.mapper, this.options.dates, this.knowledge.known);
    return { mapper: this.mapper, check: this.check };
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

  /** What a journal keeps: the names of statuses and the time zone only where a repair needs them again. */
  private kept(mapping: BulkMapping): BulkMapping {
    const { statusNames, timeZone, ...kept } = mapping;
    const has = (fix: Fix): boolean => mapping.fixes?.includes(fix) === true;
    return {
      ...kept,
      ...(statusNames && has('status-names') ? { statusNames } : {}),
      ...(timeZone !== undefined && has('dates') ? { timeZone } : {}),
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
    params: { line: String(first) },
    row: row.index,
    line: row.line,
    ...(column === undefined ? {} : { column }),
  };
}

/**
 * Reads and judges a whole file, asking the server once a campaign for statuses and agents, where it
 * may. Memory stays below 32 bytes a row. Records are read afterwards, by `readRecordsForPlan`.
 */
export async function makePlan(options: PlanOptions): Promise<PlanResult & { index?: RecordIndex }> {
  try {
    const format = await detectFile(options.file, { ...options, known: mappedColumns(options) });
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
  const reader = readRows(options.file, format, mappedColumns(options));
  const knowledge = new CampaignReader(options);
  const planner = new Planner(options, format, knowledge);
  for await (const batch of reader.batches) {
    options.signal?.throwIfAborted();
    await planner.add(batch);
    options.onProgress?.({ phase: 'rows', done: planner.total });
  }
  return { ok: true, plan: planner.finish(reader.hash()), index: planner.index };
}

function mappedColumns({ mapping }: PlanOptions): string[] {
  return Object.keys(mapping?.columns ?? {});
}
