import { campaignIdPattern, checkCampaignId, checkCustomerId, customerIdPattern } from '../../core/ids.js';
import type { NextCallDateChecker } from '../../core/nextCallDate.js';
import { problem, type Problem } from '../../core/problems.js';
import { recordFieldNames, type RecordUpdate } from '../../core/record.js';
import type { CampaignKnowledge } from '../../core/statusRules.js';
import { checkFields } from '../../core/validate.js';
import { columnTargets, type ColumnTarget } from '../source/columnNames.js';
import { isFit, type FixFacts } from './columnFixes.js';
import type { RowMapper } from './mapping.js';
import type { SourceRow } from '../source/row.js';
import { customerProblem, refineProblem, targetOf, type RowProblem } from './rowProblems.js';

/** What is known of the campaigns of a file, by id. */
export type Knowledge = ReadonlyMap<string, CampaignKnowledge & { statusNames?: Record<string, string> }>;

export interface CheckedRow {
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
