import type { RecordUpdate } from '../../core/record.js';
import type { Activity, Review } from '../../protocol/form.js';
import { outcomeView, type FormServices, type SentOutcome } from './formSession.js';

type Decision = 'send' | 'cancel';

/** One form's sending: at most one update under way, its review, its outcome, and what may be restored. */
export class Sending {
  private activity: Activity = { state: 'idle' };
  private controller: AbortController | undefined;
  private decide: ((decision: Decision) => void) | undefined;
  private reviewId = 0;
  /** The system that the review which is shown is about. */
  private reviewed: string | undefined;
  /** Updates that this form sent and where to, by history id: nothing else may be restored from here. */
  private readonly sent = new Map<string, { update: RecordUpdate; system: SentOutcome['system'] }>();

  constructor(
    private readonly services: FormServices,
    private readonly onChange: (activity: Activity) => void,
  ) {}

  get current(): Activity {
    return this.activity;
  }

  /** False while another update is under way. */
  send(update: RecordUpdate, connectionId: string, reviewWanted: boolean): boolean {
    this.reviewed = connectionId;
    return this.run('update', update, { name: 'checking' }, (signal) =>
      this.services.send(update, {
        connectionId,
        signal,
        reviewWanted,
        onPhase: (phase) => {
          if (!signal.aborted) this.set({ state: 'working', action: 'update', phase });
        },
        review: (review) => this.review(review, signal),
      }),
    );
  }

  /** False while something is under way or for an id that this form did not get. */
  restore(updateId: string): boolean {
    const known = this.sent.get(updateId);
    if (!known) return false;
    return this.run('restore', known.update, { name: 'restoring' }, async () => {
      const outcome = await this.services.restore(updateId);
      return outcome && { ...(known.system ? { system: known.system } : {}), ...outcome };
    });
  }

  /** Answers the review that is shown; false for any other. */
  answer(reviewId: number, decision: Decision): boolean {
    if (this.activity.state !== 'review' || reviewId !== this.reviewId || !this.decide) return false;
    this.decide(decision);
    return true;
  }

  /** The window shows another system now: what was reviewed for the one before is not sent. */
  leave(connectionId: string | undefined): void {
    if (this.activity.state === 'review' && connectionId !== this.reviewed) this.decide?.('cancel');
  }

  /** Aborts what is under way. */
  cancel(): boolean {
    if (!this.controller) return false;
    this.controller.abort();
    this.decide?.('cancel');
    return true;
  }

  /** The form is gone: nobody can confirm any more, but what was confirmed is brought to its end. */
  dispose(): void {
    this.decide?.('cancel');
  }

  private run(
    action: 'update' | 'restore',
    update: RecordUpdate,
    phase: Extract<Activity, { state: 'working' }>['phase'],
    work: (signal: AbortSignal) => Promise<SentOutcome | undefined>,
  ): boolean {
    if (this.controller) return false;
    const controller = new AbortController();
    const before = this.activity;
    this.controller = controller;
    this.set({ state: 'working', action, phase });
    void work(controller.signal)
      .then(
        (outcome): Activity => {
          if (!outcome) return before;
          const { updateId, system } = outcome;
          if (updateId !== undefined && action === 'update') this.sent.set(updateId, { update, system });
          return { state: 'done', action, outcome: outcomeView(outcome, action, update) };
        },
        (error: unknown): Activity => {
          this.services.report(`The update form: ${String(error)}`);
          return { state: 'crashed', action };
        },
      )
      .then((activity) => {
        this.controller = undefined;
        this.set(activity);
      });
    return true;
  }

  private async review(review: Review, signal: AbortSignal): Promise<Decision> {
    if (signal.aborted) return 'cancel';
    this.reviewId += 1;
    const decision = await new Promise<Decision>((resolve) => {
      this.decide = resolve;
      this.set({ state: 'review', reviewId: this.reviewId, review });
    });
    this.decide = undefined;
    this.set({ state: 'working', action: 'update', phase: { name: 'checking' } });
    return decision;
  }

  private set(activity: Activity): void {
    this.activity = activity;
    this.onChange(activity);
  }
}
