import type { CodedFailure } from '../../core/errors.js';
import { backoffDelay } from '../../thulium/retryPolicy.js';
import type { SingleAttempt } from '../../thulium/types.js';
import type { Pacer, BulkClient } from './run.js';
import type { Gate } from './gate.js';
import type { RowOutcome } from '../journal/journalLines.js';
import type { RowEnd, WorkItem } from './workQueue.js';

/** Answers that no other row would fare better with: the run stops and can be resumed. */
const stopCodes: ReadonlySet<string> = new Set([
  'unauthorized',
  'forbidden',
  'read-only',
  'no-connection',
  'tls',
  'redirect-refused',
]);

/** Such answers in a row mean that something other than Thulium answers. */
const oddAnswerLimit = 5;

export interface RowSenderOptions {
  client: BulkClient;
  gate: Gate;
  pacer: Pacer;
  /** PUTs of one row that may be lost or end in a server error. */
  maxAttempts: number;
  random: () => number;
}

/** Sends single rows until their end is known, telling the gate what concerns all of them. */
export class RowSender {
  private oddAnswers = 0;

  constructor(private readonly options: RowSenderOptions) {}

  /** @param mayBeApplied an earlier session may have applied it already */
  async send({ update }: WorkItem, mayBeApplied: boolean): Promise<RowEnd> {
    const { client, gate, pacer, maxAttempts, random } = this.options;
    const tries = { attempts: 0, durationMs: 0 };
    let mayHaveApplied = mayBeApplied;
    /** Tries that count against the row's own limit. */
    let spent = 0;
    let last: SingleAttempt | undefined;
    for (;;) {
      if (gate.stopped) return ended(mayHaveApplied ? 'in-doubt' : 'put-back', tries, last);
      last = await client.attemptUpdate(update, { attempt: tries.attempts + 1 });
      tries.attempts += last.attempts;
      tries.durationMs += last.durationMs;
      const { failure } = last;
      if (!failure) {
        this.answered();
        return ended('updated', tries, last);
      }
      mayHaveApplied ||= last.mayHaveApplied;
      if (!this.meet(failure, last)) {
        this.answered(failure);
        return ended(mayHaveApplied ? 'in-doubt' : 'failed', tries, last);
      }
      if (this.isOwnFault(failure, last)) {
        spent++;
        const again = gate.fail(failure, last.retryAfterMs);
        if (spent >= maxAttempts && (again || !gate.isTroubled)) {
          return ended(mayHaveApplied ? 'in-doubt' : 'failed', tries, last);
        }
        if (again) await gate.wait(backoffDelay(spent, random));
      }
      if (!(await gate.pass())) return ended(mayHaveApplied ? 'in-doubt' : 'put-back', tries, last);
      const paced = pacer.take(gate.stopSignal);
      if (paced) await paced;
    }
  }

  /** Tells the gate what concerns all rows; false when the answer settles this row. */
  private meet(failure: CodedFailure, last: SingleAttempt): boolean {
    const { gate } = this.options;
    if (stopCodes.has(failure.code)) gate.stop({ state: 'stopped', failure });
    else if (failure.code === 'missing-secret') gate.pause('missing-secret', failure);
    else if (failure.code === 'rate-limited') gate.limit(last.retryAfterMs, failure);
    else if (failure.code === 'cancelled') gate.stop({ state: 'cancelled' });
    else if (last.retryable && !this.isOwnFault(failure, last)) gate.lose(failure);
    else return last.retryable;
    return true;
  }

  /** A server error or a lost reply; a request that never left says nothing about its row. */
  private isOwnFault(failure: CodedFailure, last: SingleAttempt): boolean {
    return failure.code === 'server-error' || (last.retryable && last.mayHaveApplied);
  }

  private answered(failure?: CodedFailure): void {
    this.options.gate.succeed();
    this.oddAnswers = failure?.code === 'unexpected-response' ? this.oddAnswers + 1 : 0;
    if (failure && this.oddAnswers >= oddAnswerLimit) this.options.gate.stop({ state: 'stopped', failure });
  }
}

/** The end of a row after its last attempt. */
function ended(
  outcome: RowOutcome,
  tries: { attempts: number; durationMs: number },
  last?: SingleAttempt,
): RowEnd {
  const failure = outcome === 'updated' ? undefined : last?.failure;
  return {
    outcome,
    ...tries,
    ...(last?.status === undefined ? {} : { status: last.status }),
    ...(last?.requestId === undefined ? {} : { requestId: last.requestId }),
    ...(failure === undefined
      ? {}
      : { failure: outcome === 'in-doubt' ? { ...failure, code: 'in-doubt' } : failure }),
  };
}
