import { readBackDifferences } from '../../core/diff.js';
import type { RecordUpdate } from '../../core/record.js';
import type { OutcomeView } from '../../protocol/form.js';
import type { SentOutcome } from './services.js';

/**
 * As much of an outcome as the form shows: of the record itself only what differs from what was sent, which in a restore
 * are the values before.
 */
export function outcomeView(
  outcome: SentOutcome,
  action: 'update' | 'restore',
  asked: RecordUpdate,
): OutcomeView {
  const { error, after, system, update = asked } = outcome;
  return {
    outcome: outcome.outcome,
    system: system ? { name: system.name, production: system.production, readOnly: system.readOnly } : null,
    isSwitched: outcome.isSwitched === true,
    restored: action === 'restore' && outcome.update ? Object.keys(outcome.update.fields) : [],
    campaignId: update.campaignId,
    customerId: update.customerId,
    updateId: outcome.updateId,
    status: outcome.status,
    requestId: outcome.requestId,
    attempts: outcome.attempts,
    durationMs: outcome.durationMs,
    differences: (outcome.differences ?? (after ? readBackDifferences(after, update.fields) : [])).map(
      (change) => ({ field: change.field, sent: change.after, found: change.before ?? '' }),
    ),
    verified: after !== undefined,
    unchecked: outcome.unchecked ?? [],
    error: error && {
      code: error.code,
      message: error.message,
      field: error.field,
      apiErrors: (error.apiErrors ?? []).map((each) =>
        each.code === undefined ? each.message : `${each.message} (${each.code})`,
      ),
    },
  };
}
