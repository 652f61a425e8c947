import '../shared.js';
import * as vscode from 'vscode';
import type { DamagedRun, RunSummary } from '../../bulk/runs.js';
import type { BulkOutcome } from '../../core/outcome.js';
import { lazy } from '../../core/lazy.js';
import type { Services } from '../services.js';
import { BulkDiagnostics } from './diagnostics.js';
import { bulkEngine } from './engine.js';
import type { LiveRun } from './liveRun.js';

/** All bulk updates that are kept. */
export interface KeptRuns {
  runs: RunSummary[];
  damaged: DamagedRun[];
}

const ofServices = new WeakMap<Services, BulkRuns>();

/** The one list of bulk updates of this window. */
export function bulkRunsOf(services: Services): BulkRuns {
  let found = ofServices.get(services);
  if (!found) {
    found = new BulkRuns(services);
    services.own(found);
    ofServices.set(services, found);
    services.announceBulkRuns(found);
  }
  return found;
}

/** Bulk updates as this window knows them: those it runs, live, and those on the disk. */
export class BulkRuns implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly live = new Map<string, { run: LiveRun; outcome: Promise<BulkOutcome> }>();
  private readKept = this.keptReader();
  readonly diagnostics = new BulkDiagnostics();
  /** A run began, moved, ended or was deleted. */
  readonly onDidChange = this.changed.event;

  constructor(private readonly services: Services) {}

  /** The journals are read once, and again after {@link refresh}. */
  kept(): Promise<KeptRuns> {
    return this.readKept();
  }

  /** Another window may have begun or finished runs. */
  refresh(): void {
    this.readKept = this.keptReader();
    this.changed.fire();
  }

  /** A run under way in this window, and what it will have come to. */
  liveRun(runId: string): { run: LiveRun; outcome: Promise<BulkOutcome> } | undefined {
    return this.live.get(runId);
  }

  /** Follows a run to its end. */
  async follow(run: LiveRun, outcome: Promise<BulkOutcome>): Promise<BulkOutcome> {
    const { runId } = run;
    this.live.set(runId, { run, outcome });
    this.refresh();
    const subscription = run.onDidChange(() => {
      this.changed.fire();
    });
    try {
      return await outcome;
    } finally {
      this.live.delete(runId);
      subscription.dispose();
      this.refresh();
    }
  }

  dispose(): void {
    for (const { run } of this.live.values()) run.dispose();
    this.diagnostics.dispose();
    this.changed.dispose();
  }

  private keptReader(): () => Promise<KeptRuns> {
    return lazy(() => bulkEngine(this.services).listRuns());
  }
}
