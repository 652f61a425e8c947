import { readDate } from '../../core/dateReadings.js';
import { raw } from '../../core/foreign.js';
import { digitsPattern } from '../../core/ids.js';
import type { Problem } from '../../core/problems.js';
import type { CampaignStatus } from '../../core/record.js';
import type { ColumnTarget } from '../source/columnNames.js';
import { isDamaged } from '../source/damagedText.js';
import { fixes, neededFixes, statusKey, type Fix, type FixFacts } from './columnFixes.js';
import type { CustomerSearch } from './mapping.js';

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
export function customerProblem(
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
