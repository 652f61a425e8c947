import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { createBulkEngine } from '../../src/bulk/engine.js';
import { client, dates, sending, words } from '../support/bulk/engine.js';

/**
 * Plans a file, sends its rows with journal and progress on, and writes the results file: a whole bulk
 * update as a process of its own. Prints its counts and what it took as one line of JSON.
 *
 *   node out/test/bench/bulkProcess.js --file F --url U --runs-folder D [--concurrency N] [--remember-before]
 */
const { values } = parseArgs({
  options: {
    file: { type: 'string' },
    url: { type: 'string' },
    'runs-folder': { type: 'string' },
    concurrency: { type: 'string', default: '4' },
    'remember-before': { type: 'boolean', default: false },
  },
});
const { file, url, 'runs-folder': runsFolder } = values;
if (file === undefined || url === undefined || runsFolder === undefined) {
  throw new Error('--file, --url and --runs-folder are needed');
}

const engine = createBulkEngine({ runsFolder, dates, words });
const delay = monitorEventLoopDelay({ resolution: 1 });
let reports = 0;

delay.enable();
const begun = performance.now();
const result = await engine.planRun({ file });
if (!result.ok) throw new Error(JSON.stringify(result.problem));
const planned = performance.now();
const started = await engine.startRun(result.plan, {
  ...sending(client(url)),
  concurrency: Number(values.concurrency),
  rememberBefore: values['remember-before'],
  onProgress: () => reports++,
});
if (!started.ok) throw new Error(JSON.stringify(started.failure));
const { runId, ...end } = await started.value.done;
const sent = performance.now();
const results = await engine.writeResults(runId);
if (!results.ok) throw new Error(JSON.stringify(results.failure));
delay.disable();

console.log(
  JSON.stringify({
    ...end,
    resultsFile: results.value,
    reports,
    planMs: planned - begun,
    runMs: sent - planned,
    resultsMs: performance.now() - sent,
    /** Of the event loop over the whole of it, in milliseconds. */
    delayP99Ms: delay.percentile(99) / 1e6,
    delayMaxMs: delay.max / 1e6,
    /** In kilobytes. */
    peakMemory: process.resourceUsage().maxRSS,
  }),
);
