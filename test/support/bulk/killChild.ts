import { client, dates, sending, words } from './engine.js';
import { createBulkEngine } from '../../../src/bulk/engine.js';

/** Runs or resumes one run in a process of its own: `FILE RUNS URL [RUNID]`; prints the end as JSON. */
const [file = '', runsFolder = '', url = '', runId] = process.argv.slice(2);
const engine = createBulkEngine({ runsFolder, dates, words });
const send = { ...sending(client(url)), onDoubt: 'resend' as const };
const handle = runId === undefined ? await begin() : await engine.resumeRun(runId, send);
if (!handle.ok) throw new Error(JSON.stringify(handle.failure));
console.log(JSON.stringify(await handle.value.done));

async function begin(): ReturnType<typeof engine.startRun> {
  const result = await engine.planRun({ file });
  if (!result.ok) throw new Error(JSON.stringify(result.problem));
  return engine.startRun(result.plan, send);
}
