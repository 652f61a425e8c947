import * as vscode from 'vscode';
import type { RunDescription } from '../../../bulk/engine.js';
import type { BulkOutcome } from '../../../core/outcome.js';
import { commands } from '../../../manifest.js';
import type { BulkState } from '../../../protocol/bulk.js';
import type { Services } from '../../services.js';
import { bulkEngine } from '../engine.js';
import type { LiveRun } from '../liveRun.js';
import { bulkRunsOf } from '../runs.js';
import { keptOutcome, outcomeView, runView } from './runView.js';

/** The run that was sent from a page: under way, ended, or found again after a reload of the window. */
export class PageRun {
  /** How it ended, or how far it came before the window was reloaded. */
  outcome: BulkOutcome | undefined;
  private live: LiveRun | undefined;
  /** Failed rows that could succeed now. */
  private retryable = 0;

  constructor(
    private readonly services: Services,
    private readonly onChange: () => void,
  ) {}

  get isUnderWay(): boolean {
    return this.live !== undefined;
  }

  /** Shows a run until {@link end}. */
  follow(run: LiveRun): void {
    this.live = run;
    run.onDidChange(this.onChange);
    this.onChange();
  }

  async end(outcome: BulkOutcome): Promise<void> {
    this.live = undefined;
    this.outcome = outcome;
    await this.describe(outcome.runId);
  }

  /** Shows how far a run came that an earlier session of the window began. */
  async find(runId: string): Promise<void> {
    const run = await this.describe(runId);
    if (run) this.outcome = keptOutcome(run);
    this.onChange();
  }

  /** Ends a pause, or goes on with what is left after the end. */
  async resume(): Promise<void> {
    if (this.live || !this.outcome) return this.live?.resume();
    const { runId } = this.outcome;
    const runs = bulkRunsOf(this.services);
    const watching = runs.onDidChange(() => {
      const live = runs.liveRun(runId)?.run;
      if (live && live !== this.live) this.follow(live);
    });
    const outcome = await vscode.commands.executeCommand<BulkOutcome>(commands.resumeBulkUpdate, {
      row: runId,
    });
    watching.dispose();
    const isEnded = outcome.runId === runId && outcome.state !== 'refused';
    await this.end(isEnded ? outcome : this.outcome);
    this.onChange();
  }

  pause(): void {
    this.live?.pause();
  }

  cancel(): void {
    this.live?.cancel();
  }

  /** Runs a command with this run, after which there may be nothing left to retry. */
  async command(id: string): Promise<unknown> {
    const runId = this.outcome?.runId ?? '';
    const result: unknown = await vscode.commands.executeCommand(id, { row: runId });
    if (this.outcome?.runId === runId) await this.describe(runId);
    this.onChange();
    return result;
  }

  view(): Pick<BulkState, 'run' | 'outcome'> {
    return {
      run: this.live ? runView(this.live) : null,
      outcome: this.outcome ? outcomeView(this.outcome, this.retryable) : null,
    };
  }

  private async describe(runId: string): Promise<RunDescription | undefined> {
    const run = runId === '' ? undefined : await bulkEngine(this.services).describeRun(runId);
    this.retryable = run?.ok === true ? run.value.retryable : 0;
    return run?.ok === true ? run.value : undefined;
  }
}
