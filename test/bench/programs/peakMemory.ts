import { appendFileSync } from 'node:fs';

// Loaded into a process before its own program: notes, at the process's end, the most memory it held (kB).
const file = process.env.THULIUM_BENCH_PEAKS;
if (file !== undefined)
  process.on('exit', () => {
    appendFileSync(file, `${process.resourceUsage().maxRSS}\n`);
  });
