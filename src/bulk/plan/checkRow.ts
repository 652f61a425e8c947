import { readDate } from '../../core/dateReadings.js';
import { raw } from '../../core/foreign.js';
import {
  digitsPattern,
  campaignIdPattern,
  checkCampaignId,
  checkCustomerId,
  customerIdPattern,
} from '../../core/ids.js';
import { type Problem, problem } from '../../core/problems.js';
import { type CampaignStatus, recordFieldNames, type RecordUpdate } from '../../core/record.js';
import { type ColumnTarget, columnTargets } from '../source/columnNames.js';
import { isDamaged } from '../source/encoding.js';
import { fixes, neededFixes, statusKey, type Fix, type FixFacts, isFit } from './columnFixes.js';
import type { CustomerSearch, RowMapper } from './mapping.js';
import type { NextCallDateChecker } from '../../core/nextCallDate.js';
import type { CampaignKnowledge } from '../../core/statusRules.js';
import { checkFields } from '../../core/validate.js';
import type { SourceRow } from '../source/rows.js';

/** What can be wrong with a row beyond the problems of a single update. */
export type RowProblemCode =
  | Problem['code']
  | 'row-ragged'
  | 'json-broken'
  | 'text-damaged'
  | 'number-spaces'
  | 'status-name'
  | 'empty-word'
  | 'decimal-number'
  | 'forced-text'
  | 'date-ambiguous'
  | 'customer-unknown'
  | 'customer-ambiguous'
  | 'customer-unread'
  | 'row-duplicate'
  | 'record-in-work'
  | 'record-not-found';

/** One problem of one row. */
export interface RowProblem {
  code: RowProblemCode;
  severity: 'error' | 'warning';
  /** A parameter of the API, or `row`. */
  field: string;
  params?: Readonly<Record<string, string>>;
  /** Counts from 0 over the data rows. */
  row: number;
  /** Counts from 1. */
  line: number;
  /** Position of the column, when the problem sits in one. */
  column?: number;
  /** Characters of the cell in its line, counted from 0, end excluded; for a marker in an editor. */
  range?: { start: number; end: number };
}

/** One question about a whole column, instead of thousands of errors. */
export interface ColumnQuestion {
  code:
    | 'campaign-zeros-lost'
    | 'date-format'
    | 'date-ambiguous'
    | 'number-spaces'
    | 'status-name'
    | 'empty-word'
    | 'decimal-number'
    | 'forced-text'
    | 'scientific'
    | 'text-damaged';
  field: string;
  /** Rows concerned. */
  count: number;
  /** The first of them: `to` is empty where the field would be left as it is. */
  example: { from: string; to?: string };
  /** For a date that does not tell which number is the day: what it means by either. */
  readings?: { dayFirst: string; monthFirst: string };
  /** The repair that would settle it; none where digits are gone for good. */
  fix?: Fix;
}

/** The parameter, as columns are called, at which core found a problem. */
export function targetOf(field: string): ColumnTarget | undefined {
  switch (field) {
    case 'campaignId':
      return 'campaign_id';
    case 'customerId':
      return 'customer_id';
    case 'status_id':
    case 'dictionary_status_id':
    case 'agent_login':
    case 'next_call_date':
    case 'order':
      return field;
    default:
      return undefined;
  }
}

type Found = Omit<RowProblem, 'row' | 'line'>;

const codeOfFix: Readonly<Record<Fix, RowProblemCode>> = {
  'campaign-zeros': 'campaign-id-zeros-lost',
  dates: 'date-format',
  spaces: 'number-spaces',
  'status-names': 'status-name',
  'empty-words': 'empty-word',
  decimals: 'decimal-number',
  'forced-text': 'forced-text',
};

/**
 * Says more exactly what core found: text that was damaged before it came here, or a cell that repairs of its column
 * would make fit. `params.fixes` names these, divided by blanks; `params.suggestion` is what they make of it, empty
 * where they leave the field as it is.
 */
export function refineProblem(problem: Found, facts: FixFacts): Found {
  const target = targetOf(problem.field);
  const value = problem.params?.value;
  if (value === undefined || target === undefined || problem.severity === 'warning') return problem;
  const isUnfit = /-shape$|-format$|-zeros-lost$|-impossible$/.test(problem.code);
  if (!isUnfit) return problem;
  if (isDamaged(value)) return { ...problem, code: 'text-damaged', params: { value } };
  const needed = neededFixes(value, target, facts);
  if (needed) {
    const [first = 'spaces'] = needed.fixes;
    const suggestion = needed.to ?? '';
    return {
      ...problem,
      code: codeOfFix[first],
      params: {
        value,
        suggestion,
        fixes: needed.fixes.join(' '),
        ...(needed.to === null ? { isLeft: '1' } : {}),
      },
    };
  }
  const [dayFirst, monthFirst] =
    target === 'next_call_date' ? readDate(value, facts.timeZone ?? 'Europe/Warsaw') : [];
  if (dayFirst !== undefined && monthFirst !== undefined) {
    return { ...problem, code: 'date-ambiguous', params: { value, dayFirst, monthFirst, fixes: 'dates' } };
  }
  return problem;
}

/** Why the customer of a row is not known. */
function customerProblem(
  search: CustomerSearch,
  code: Extract<RowProblemCode, 'blank' | `customer-un${string}` | 'customer-ambiguous'>,
): Found {
  return { code, severity: 'error', field: 'customerId', params: { key: search.key, value: search.value } };
}

const questionOfFix: Readonly<Record<Fix, ColumnQuestion['code']>> = {
  'campaign-zeros': 'campaign-zeros-lost',
  dates: 'date-format',
  spaces: 'number-spaces',
  'status-names': 'status-name',
  'empty-words': 'empty-word',
  decimals: 'decimal-number',
  'forced-text': 'forced-text',
};

/** Gathers the questions that one fix would settle for a whole column. */
export class QuestionTally {
  private readonly byKey = new Map<string, ColumnQuestion>();

  add({ code, field, params = {} }: Pick<RowProblem, 'code' | 'field' | 'params'>): void {
    const { value, suggestion, dayFirst, monthFirst } = params;
    if (value === undefined) return;
    if (code === 'customer-id-scientific') this.count('scientific', field, { from: value });
    if (code === 'text-damaged') this.count('text-damaged', field, { from: value });
    if (code === 'date-ambiguous' && dayFirst !== undefined && monthFirst !== undefined) {
      const question = this.count('date-ambiguous', field, { from: value }, 'dates');
      question.readings ??= { dayFirst, monthFirst };
    } else if (suggestion !== undefined) {
      for (const fix of fixes.filter((each) => params.fixes?.split(' ').includes(each) === true)) {
        this.count(questionOfFix[fix], field, { from: value, to: suggestion }, fix);
      }
    }
  }

  private count(
    code: ColumnQuestion['code'],
    field: string,
    example: ColumnQuestion['example'],
    fix?: Fix,
  ): ColumnQuestion {
    const key = `${code} ${field}`;
    let question = this.byKey.get(key);
    if (!question) {
      question = { code, field, count: 0, example, ...(fix === undefined ? {} : { fix }) };
      this.byKey.set(key, question);
    }
    question.count++;
    return question;
  }

  questions(): ColumnQuestion[] {
    return [...this.byKey.values()];
  }
}

/** Names of a campaign's statuses, by `statusKey`; a name that two statuses share tells nothing. */
export function namesOfStatuses(
  statuses: readonly Pick<CampaignStatus, 'status_id' | 'name'>[],
): Record<string, string> {
  const names = new Map<string, string | undefined>();
  for (const { name, status_id } of statuses) {
    const key = statusKey(raw(name));
    if (!digitsPattern.test(key)) names.set(key, names.has(key) ? undefined : status_id);
  }
  return Object.fromEntries([...names].flatMap(([name, id]) => (id === undefined ? [] : [[name, id]])));
}

/** What is known of the campaigns of a file, by id. */
export type Knowledge = ReadonlyMap<string, CampaignKnowledge & { statusNames?: Record<string, string> }>;

interface CheckedRow {
  /** As mapped, whether sendable or not. */
  update: RecordUpdate;
  sendable: boolean;
  problems: RowProblem[];
}

export type RowChecker = (row: SourceRow) => CheckedRow;

const noProblems: RowProblem[] = [];
const memoLimit = 5_000;

/**
 * Makes the judge of rows: the checks of core's `validateUpdate`, less the structure that rows have by
 * construction. Rows that write the same fields in the same campaign are judged once.
 */
export function createRowChecker(
  mapper: RowMapper,
  dates: NextCallDateChecker,
  knowledge: Knowledge,
): RowChecker {
  const memo = new Map<string, readonly Problem[]>();

  function fieldProblems(update: RecordUpdate): readonly Problem[] {
    let key = update.campaignId;
    for (const name of recordFieldNames) key += `\u0000${update.fields[name] ?? '\u0001'}`;
    let problems = memo.get(key);
    if (!problems) {
      problems = checkFields(update.fields, { dates, knowledge: knowledge.get(update.campaignId) ?? {} });
      if (memo.size >= memoLimit) memo.clear();
      memo.set(key, problems);
    }
    return problems;
  }

  /** Beside what core finds: texts of no form to be told by, such as a login that is a word for nothing. */
  function rawProblems(update: RecordUpdate, row: SourceRow): Omit<RowProblem, 'row' | 'line'>[] {
    const found: Omit<RowProblem, 'row' | 'line'>[] = [];
    const login = update.fields.agent_login;
    if (
      login !== undefined &&
      login !== '' &&
      !isFit(login, 'agent_login') &&
      !mapper.isGiven('agent_login', login)
    ) {
      const isLogin = knowledge.get(update.campaignId)?.agents?.some((agent) => agent.login === login);
      const unfit =
        isLogin === true
          ? undefined
          : refineProblem(problem('agent-login-shape', 'agent_login', { value: login }), {});
      if (unfit && unfit.code !== 'agent-login-shape') found.push(unfit);
    }
    for (const column of row.wrongTypes ?? []) {
      const target = columnTargets.find((each) => mapper.columnOf(each) === column);
      if (target)
        found.push({
          code: 'wrong-type',
          severity: 'error',
          field: fieldOf(target),
          params: { key: target },
        });
    }
    return found;
  }

  return (row) => {
    const update = mapper.map(row);
    if (row.fault) {
      const field = 'row';
      return {
        update,
        sendable: false,
        problems: [{ ...row.fault, severity: 'error', field, row: row.index, line: row.line }],
      };
    }
    const fields = fieldProblems(update);
    const idsFine = campaignIdPattern.test(update.campaignId) && customerIdPattern.test(update.customerId);
    const raw = rawProblems(update, row);
    if (idsFine && fields.length === 0 && raw.length === 0)
      return { update, sendable: true, problems: noProblems };
    const found = [
      ...(idsFine ? [] : [...checkCampaignId(update.campaignId), ...customerProblems(update, row)]),
      ...fields,
    ];
    const isKnown = ({ field }: { field: string }): boolean => raw.some((each) => each.field === field);
    const facts: FixFacts = {
      statusNames: knowledge.get(update.campaignId)?.statusNames,
      timeZone: dates.timeZone,
    };
    const problems = [
      ...raw,
      ...found.filter((each) => !isKnown(each)).map((each) => refineProblem(each, facts)),
    ].map((each): RowProblem => {
      const target = targetOf(each.field);
      const column = target && mapper.columnOf(target);
      return { ...each, row: row.index, line: row.line, ...(column === undefined ? {} : { column }) };
    });
    return { update, sendable: problems.every((each) => each.severity === 'warning'), problems };
  };

  function customerProblems(update: RecordUpdate, row: SourceRow): Omit<RowProblem, 'row' | 'line'>[] {
    const search = mapper.customerKeyOf(row);
    if (!search) return checkCustomerId(update.customerId);
    if (update.customerId !== '') return [];
    const answer = mapper.answerOf(row);
    return [customerProblem(search, search.value === '' ? 'blank' : `customer-${answer ?? 'unread'}`)];
  }
}

/** The parameter as core calls it. */
function fieldOf(target: ColumnTarget): string {
  if (target === 'campaign_id') return 'campaignId';
  return (recordFieldNames as readonly string[]).includes(target) ? target : 'customerId';
}
