import type { ColumnQuestion } from '../../../bulk/plan/checkRow.js';
import type { Fix } from '../../../bulk/plan/columnFixes.js';
import { dateOrders } from '../../../core/dateReadings.js';
import { wordDateOrder, wordFix, wordQuestion } from '../../../messages/bulk.js';
import type { BulkState } from '../../../protocol/bulk.js';

/**
 * The questions about whole columns as a page shows them, one a fix: a fix repairs every column that it can.
 * Those that were answered with yes stay to be taken back; the plan has none of them left once it is made anew, and
 * until then it still asks.
 *
 * @param asked what the plan asks
 * @param answered the fixes that are on
 */
export function questionsOf(
  asked: readonly ColumnQuestion[],
  answered: readonly Fix[],
): BulkState['questions'] {
  const open: BulkState['questions'] = [];
  for (const question of asked) {
    if (question.code === 'date-ambiguous') {
      open.push(
        ...dateOrders.map((order) => ({
          fix: `dates ${order}`,
          text: wordDateOrder(question, order),
          isOn: false,
        })),
      );
      continue;
    }
    const fix = question.fix ?? null;
    if (fix !== null && answered.includes(fix)) continue;
    const text = wordQuestion(question);
    const same = fix === null ? undefined : open.find((each) => each.fix === fix);
    if (same) same.text += ` ${text}`;
    else open.push({ fix, text, isOn: false });
  }
  return [...answered.map((fix) => ({ fix, text: wordFix(fix), isOn: true })), ...open];
}
