import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { Inspector, listedRequests } from '../../src/editor/simulator/inspector.js';
import { startSimulatorWorker } from '../../src/simulator/host.js';

/**
 * wrk at full load on the simulator in its worker thread, while the inspector follows it in this thread as the
 * extension host does. Prints what it did to this thread's event loop and to memory as one line of JSON, and ends
 * with 1 when the simulator ended or memory had no bound.
 *
 *   node out/test/bench/simulatorLoad.js [--seconds N] [--connections N]
 */
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '30' },
    connections: { type: 'string', default: '64' },
  },
});
const seconds = Number(values.seconds);
/** Of the whole process, in megabytes: far above what 500 kept requests need. */
const mostGrowth = 400;

const worker = await startSimulatorWorker({
  workerFile: pathToFileURL('dist/simulator.js'),
  host: '127.0.0.1',
  port: 0,
  username: 'api_user',
  password: 'api_pass',
});
const inspector = new Inspector();
let changes = 0;
inspector.onDidChange(() => changes++);
await inspector.attach(worker);

const idle = await measure(() => delay(5000));
const before = megabytes();
let peak = before;
const sampling = setInterval(() => {
  peak = Math.max(peak, megabytes());
}, 500);
let output = '';
const loaded = await measure(async () => {
  const wrk = spawn('wrk', [
    '-t1',
    `-c${values.connections}`,
    `-d${seconds}s`,
    '-H',
    `Authorization: Basic ${btoa('api_user:api_pass')}`,
    `${worker.url}/api/crm_outbounds/00001/records/441`,
  ]);
  wrk.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await once(wrk, 'close');
});
clearInterval(sampling);
const alive = await fetch(`${worker.url}/api/outbounds`).then(({ status }) => status === 401);
const bounded = peak - before < mostGrowth && inspector.count <= listedRequests;

console.log(
  JSON.stringify({
    requestsPerSecond: Number(/Requests\/sec:\s+([\d.]+)/.exec(output)?.[1] ?? NaN),
    /** Of this thread's event loop, in milliseconds. */
    idle,
    loaded,
    changes,
    /** Resident memory of the whole process, in megabytes. */
    memoryBefore: before,
    memoryPeak: peak,
    alive,
    bounded,
  }),
);
inspector.detach();
await worker.stop();
process.exitCode = alive && bounded ? 0 : 1;

async function measure(work: () => Promise<unknown>): Promise<{ p50: number; p99: number; max: number }> {
  const histogram = monitorEventLoopDelay({ resolution: 1 });
  histogram.enable();
  await work();
  histogram.disable();
  const ms = (nanoseconds: number): number => Math.round(nanoseconds / 1e4) / 100;
  return { p50: ms(histogram.percentile(50)), p99: ms(histogram.percentile(99)), max: ms(histogram.max) };
}

function megabytes(): number {
  return Math.round(process.memoryUsage.rss() / 1e6);
}
