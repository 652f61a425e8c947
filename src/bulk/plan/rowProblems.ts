import { campaignIdPattern, digitsPattern } from '../../core/ids.js';
import type { Problem } from '../../core/problems.js';
import { own, type ColumnTarget, type Fix, withoutSpaces } from './mapping.js';

/** What can be wrong with a row beyond the problems of a single update. */
export type RowProblemCode =
  | Problem['code']
  | 'row-ragged'
  | 'json-broken'
  | 'number-spaces'
  | 'status-name'
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
  code: 'campaign-zeros-lost' | 'date-format' | 'number-spaces' | 'status-name' | 'scientific';
  field: string;
  /** Rows concerned. */
  count: number;
  example: { from: string; to?: string };
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

/** Says more exactly what core found: spaces inside a number, or a status given by its name. */
export function refineProblem(
  problem: Omit<RowProblem, 'row' | 'line'>,
  statusNames: Readonly<Record<string, string>> | undefined,
): Omit<RowProblem, 'row' | 'line'> {
  const value = problem.params?.value;
  const target = targetOf(problem.field);
  if (value === undefined || target === undefined || !problem.code.endsWith('-shape')) return problem;
  const packed = withoutSpaces(value, target);
  // What is left of a campaign's id must be one: “12” would be advice that is refused again.
  if (packed !== undefined && (target !== 'campaign_id' || campaignIdPattern.test(packed))) {
    return { ...problem, code: 'number-spaces', params: { value, suggestion: packed } };
  }
  const status = own(statusNames, value.toLowerCase());
  if (problem.code === 'status-id-shape' && target === 'status_id' && status !== undefined) {
    return { ...problem, code: 'status-name', params: { value, suggestion: status } };
  }
  return problem;
}

const questionOfProblem: Partial<Record<RowProblemCode, readonly [ColumnQuestion['code'], Fix | undefined]>> =
  {
    'campaign-id-zeros-lost': ['campaign-zeros-lost', 'campaign-zeros'],
    'date-format': ['date-format', 'dates'],
    'number-spaces': ['number-spaces', 'spaces'],
    'status-name': ['status-name', 'status-names'],
    'customer-id-scientific': ['scientific', undefined],
  };

/** Gathers the questions that one fix would settle for a whole column. */
export class QuestionTally {
  private readonly byKey = new Map<string, ColumnQuestion>();

  add(problem: Pick<RowProblem, 'code' | 'field' | 'params'>): void {
    const known = questionOfProblem[problem.code];
    const value = problem.params?.value;
    if (!known || value === undefined) return;
    const [code, fix] = known;
    const suggestion = problem.params?.suggestion;
    if (fix !== undefined && suggestion === undefined) return;
    const key = `${code} ${problem.field}`;
    const question = this.byKey.get(key);
    if (question) {
      question.count++;
      return;
    }
    this.byKey.set(key, {
      code,
      field: problem.field,
      count: 1,
      example: suggestion === undefined ? { from: value } : { from: value, to: suggestion },
      ...(fix === undefined ? {} : { fix }),
    });
  }

  questions(): ColumnQuestion[] {
    return [...this.byKey.values()];
  }
}

/** Names of a campaign's statuses in lower case; a name that two statuses share tells nothing. */
export function namesOfStatuses(
  statuses: readonly { status_id: string; name: string }[],
): Record<string, string> {
  const names = new Map<string, string | undefined>();
  for (const { name, status_id } of statuses) {
    const key = name.toLowerCase();
    if (!digitsPattern.test(key)) names.set(key, names.has(key) ? undefined : status_id);
  }
  return Object.fromEntries([...names].flatMap(([name, id]) => (id === undefined ? [] : [[name, id]])));
}
