import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { wordDiagnosis } from '../messages/diagnosis.js';
import { runCli } from './cli.js';
import { runWorker } from './worker/worker.js';

/** Entry of `dist/simulator.js`: a program of its own, or the extension's worker. */
if (isMainThread) {
  const code = await runCli(process.argv.slice(2), process.env, wordDiagnosis);
  if (code !== undefined) process.exitCode = code;
} else if (parentPort) {
  await runWorker(parentPort, workerData, wordDiagnosis);
}
