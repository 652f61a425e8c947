import * as vscode from 'vscode';
import path from 'node:path';
import type { RunHandle, RunProgress, UnknownPolicy, RunEnd, SendOptions } from '../../bulk/run/run.js';
import type { BulkEngine } from '../../bulk/engine.js';
import type { Knowledge } from '../../bulk/plan/checkRow.js';
import type { Result } from '../../core/errors.js';
import type { BulkOutcome } from '../../core/outcome.js';
import { wordProgress } from '../../messages/bulk.js';
import type { Access, Services } from '../services.js';
import { bulkRunsOf } from './runs.js';
import { setting } from '../settings.js';
import { liveClient } from './liveClient.js';
import { endedOutcome, refusedBulk, type Refusal } from '../../messages/outcomes.js';
import { presentEnd, presentRefusal, parentOf, rememberToFix } from './bulkOutcome.js';
import { withProgress } from '../door.js';
import type { Plan } from '../../bulk/plan/plan.js';

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

export interface RunToEnd {
  access: Access;
  engine: BulkEngine;
  /** The file by which the user knows the run. */
  file: string;
  /** Begins the run, or goes on with it. */
  start: (send: SendOptions) => Promise<Result<RunHandle>>;
  concurrency?: number | undefined;
  onUnknown?: UnknownPolicy;
  includeDoNotCall?: boolean | undefined;
  /** Of the plan, so that the results name what only the system could tell. */
  knowledge?: Knowledge;
  rejectsFile?: string | undefined;
  /** What the outcome tells when the run cannot begin. */
  refusal?: Refusal;
  /** Hears of the run once it has begun. */
  onBegun?: (run: LiveRun) => void;
}

/** Brings a run to its end: progress in a notification and in the view, then results and a summary. */
export async function runToEnd(services: Services, options: RunToEnd): Promise<BulkOutcome> {
  const { access, file } = options;
  const runs = bulkRunsOf(services);
  const live = liveClient(services, access);
  const run = new LiveRun(async () => (await services.connections.open(access.connection)).ok);
  const log = holdLog(services, file);
  try {
    const handle = await options.start({
      client: live.client,
      concurrency: options.concurrency ?? setting('bulk.concurrency'),
      requestsPerSecond: setting('bulk.requestsPerSecond'),
      maxAttempts: setting('maxAttempts'),
      ...(options.onUnknown ? { onUnknown: options.onUnknown } : {}),
      ...(options.includeDoNotCall === undefined ? {} : { includeDoNotCall: options.includeDoNotCall }),
      onProgress: (progress) => {
        log(progress);
        run.report();
      },
    });
    if (!handle.ok) {
      presentRefusal(services, file, handle.failure);
      return refusedBulk(handle.failure, options.refusal ?? {});
    }
    run.attach(handle.value);
    options.onBegun?.(run);
    return await runs.follow(run, finish(services, run, handle.value, options));
  } finally {
    live.dispose();
    run.dispose();
  }
}

/** Keeps in the output why a run waited, once for each wait. */
function holdLog(services: Services, file: string): (progress: RunProgress) => void {
  let known: string | undefined;
  return (progress) => {
    const reason = progress.hold?.reason;
    if (reason !== known && reason !== undefined) {
      services.output.info(`${path.basename(file)}: ${wordProgress(progress, performance.now())}`);
    }
    known = reason;
  };
}

async function finish(
  services: Services,
  run: LiveRun,
  handle: RunHandle,
  options: RunToEnd,
): Promise<BulkOutcome> {
  const { engine, file } = options;
  const end = await withRunProgress(file, run, handle.done);
  const outcome = endedOutcome(end, await writtenFiles(services, end, options));
  await presentEnd(services, { end, outcome, file, engine });
  return outcome;
}

function withRunProgress(file: string, run: LiveRun, done: Promise<RunEnd>): Promise<RunEnd> {
  return withProgress(path.basename(file), ({ report, signal }) => {
    signal.addEventListener('abort', () => {
      run.cancel();
    });
    run.onDidChange((now) => {
      report(wordProgress(now, performance.now()));
    });
    return done;
  });
}

async function writtenFiles(
  services: Services,
  end: RunEnd,
  { engine, knowledge, rejectsFile }: RunToEnd,
): Promise<{ resultsFile?: string; rejectsFile?: string }> {
  const results = await engine.writeResults(end.runId, knowledge);
  if (!results.ok) services.output.failure(end.runId, results.failure);
  return {
    ...(results.ok ? { resultsFile: results.value } : {}),
    ...(rejectsFile === undefined ? {} : { rejectsFile }),
  };
}

interface Sending {
  engine: BulkEngine;
  access: Access;
  plan: Plan;
  rejectsFile: string | undefined;
  concurrency: number | undefined;
  rememberBefore: boolean;
  includeInWork?: boolean;
  includeDoNotCall?: boolean;
  sendDuplicates?: boolean;
  /** The file from which the plan's own was copied, such as that of a selection. */
  copyOf?: string | undefined;
  onBegun?: (run: LiveRun) => void;
}

/** Sends the good rows of a plan. */
export async function sendPlan(services: Services, sending: Sending): Promise<BulkOutcome> {
  const { engine, access, plan, rejectsFile, concurrency, copyOf, onBegun } = sending;
  const { rememberBefore, includeInWork = false, includeDoNotCall = false, sendDuplicates = false } = sending;
  const { id, name } = access.connection;
  const parent = parentOf(services, plan.file);
  const outcome = await runToEnd(services, {
    access,
    engine,
    file: copyOf ?? plan.file,
    concurrency,
    ...(onBegun ? { onBegun } : {}),
    knowledge: plan.knowledge,
    rejectsFile,
    refusal: { counts: plan.counts },
    start: (send) =>
      engine.startRun(plan, {
        ...send,
        connection: { id, name },
        rememberBefore,
        includeInWork,
        includeDoNotCall,
        sendDuplicates,
        ...(copyOf === undefined ? {} : { copyOf }),
        ...(parent === undefined ? {} : { parent }),
      }),
  });
  if (rejectsFile !== undefined) await rememberToFix(services, rejectsFile, outcome.runId);
  return outcome;
}
