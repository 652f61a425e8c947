import path from 'node:path';
import type { BulkEngine } from '../../bulk/engine.js';
import type { UnknownPolicy, RunEnd, RunHandle, RunProgress, SendOptions } from '../../bulk/run/run.js';
import type { Knowledge } from '../../bulk/plan/checkRow.js';
import type { Result } from '../../core/errors.js';
import type { BulkOutcome } from '../../core/outcome.js';
import { wordProgress } from '../../messages/bulkProgress.js';
import type { Access, Services } from '../services.js';
import { bulkRunsOf } from './runs.js';
import { setting } from '../settings.js';
import { liveClient } from './liveClient.js';
import { LiveRun } from './liveRun.js';
import { endedOutcome, refusedBulk, type Refusal } from '../../messages/outcomes.js';
import { presentEnd, presentRefusal } from './summary.js';
import { withProgress } from '../door.js';

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
