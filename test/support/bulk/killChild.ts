import { renameSync, writeFileSync } from 'node:fs';
import { client, dates, sending, words } from './engine.js';
import { createBulkEngine } from '../../../src/bulk/engine.js';
import { realFiles, type Files } from '../../../src/storage/files.js';

/** Runs or resumes one run in a process of its own: `FILE RUNS URL [RUNID]`; prints the end, or why not, as JSON. */
const [file = '', runsFolder = '', url = '', runId] = process.argv.slice(2);
const engine = createBulkEngine({ runsFolder, dates, words, files: notingSyncs() });
const send = { ...sending(client(url)), onUnknown: 'resend' as const };
const handle = runId === undefined ? await begin() : await engine.resumeRun(runId, send);
console.log(JSON.stringify(handle.ok ? await handle.value.done : handle.failure));

async function begin(): ReturnType<typeof engine.startRun> {
  const result = await engine.planRun({ file });
  if (!result.ok) throw new Error(JSON.stringify(result.problem));
  return engine.startRun(result.plan, send);
}

/** Writes beside each file how many of its bytes would survive a power cut. */
function notingSyncs(): Files {
  return {
    ...realFiles,
    async open(name, mode) {
      const real = await realFiles.open(name, mode);
      let size = await real.size();
      // Renamed into place: a kill in mid-write must not leave an empty note.
      const note = (length: number): void => {
        if (mode !== 'append') return;
        writeFileSync(`${name}.noted`, String(length));
        renameSync(`${name}.noted`, `${name}.synced`);
      };
      note(size);
      return {
        ...real,
        async append(data) {
          await real.append(data);
          size += data.length;
        },
        async truncate(length) {
          await real.truncate(length);
          size = length;
        },
        async sync() {
          const covered = size;
          await real.sync();
          note(covered);
        },
      };
    },
  };
}
