import * as vscode from 'vscode';
import type { RunHandle, RunProgress } from '../../bulk/run/run.js';

/** Milliseconds between two redraws: no view is told more than ten times a second. */
const redrawMs = 100;

/** A run under way in this window. */
export class LiveRun implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<RunProgress>();
  private timer: NodeJS.Timeout | undefined;
  private handle: RunHandle | undefined;
  /** At most ten times a second. */
  readonly onDidChange = this.changed.event;

  constructor(private readonly askPassword: () => Promise<boolean>) {}

  /** Takes over the run; before that nothing is told. */
  attach(handle: RunHandle): void {
    this.handle = handle;
    this.report();
  }

  get runId(): string {
    return this.handle?.runId ?? '';
  }

  get progress(): RunProgress | undefined {
    return this.handle?.progress();
  }

  get isPaused(): boolean {
    const reason = this.progress?.hold?.reason;
    return reason === 'user' || reason === 'missing-secret';
  }

  /** To be called whenever the run has moved. */
  report(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      const { progress } = this;
      if (progress) this.changed.fire(progress);
    }, redrawMs);
  }

  pause(): void {
    this.handle?.pause();
    this.report();
  }

  /** Goes on; a password that is missing is asked for first, and without it the run stays paused. */
  async resume(): Promise<void> {
    if (await this.askPassword()) this.handle?.resume();
    this.report();
  }

  /** Requests in flight finish and are recorded. */
  cancel(): void {
    this.handle?.cancel();
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.changed.dispose();
  }
}
