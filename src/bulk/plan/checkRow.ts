import { campaignIdPattern, checkCampaignId, checkCustomerId, customerIdPattern } from '../../core/ids.js';
import type { NextCallDateChecker } from '../../core/nextCallDate.js';
import type { Problem } from '../../core/problems.js';
import { recordFieldNames, type RecordUpdate } from '../../core/record.js';
import type { CampaignKnowledge } from '../../core/statusRules.js';
import { checkFields } from '../../core/validate.js';
import type { RowMapper } from './mapping.js';
import type { SourceRow } from '../source/row.js';
import { refineProblem, targetOf, type RowProblem } from './rowProblems.js';

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
    if (idsFine && fields.length === 0) return { update, sendable: true, problems: noProblems };
    const found = idsFine
      ? fields
      : [...checkCampaignId(update.campaignId), ...checkCustomerId(update.customerId), ...fields];
    const names = knowledge.get(update.campaignId)?.statusNames;
    const problems = found.map((each): RowProblem => {
      const target = targetOf(each.field);
      const column = target && mapper.columnOf(target);
      return {
        ...refineProblem(each, names),
        row: row.index,
        line: row.line,
        ...(column === undefined ? {} : { column }),
      };
    });
    return { update, sendable: problems.every((each) => each.severity === 'warning'), problems };
  };
}
