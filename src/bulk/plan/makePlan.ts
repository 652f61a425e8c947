import { readFile } from 'node:fs/promises';
import { CampaignReader } from './campaignReader.js';
import { guessSingleByte, type SourceFormat } from '../source/detect.js';
import { FileProblemError } from '../source/fileProblems.js';
import type { PlanOptions, PlanResult } from './plan.js';
import { Planner } from './planner.js';
import { detectFile, readRows } from '../source/rows.js';
import type { RecordIndex } from './rowTable.js';

/**
 * Reads and judges a whole file, asking the server once a campaign for statuses and agents, where it
 * may. Memory stays below 32 bytes a row. Records are read afterwards, by `readRecordsForPlan`.
 */
export async function makePlan(options: PlanOptions): Promise<PlanResult & { index?: RecordIndex }> {
  try {
    const format = await detectFile(options.file, { ...options, known: mappedColumns(options) });
    try {
      return await judgeFile(options, format);
    } catch (error) {
      const guessed = await singleByteInstead(error, options);
      if (!guessed) throw error;
      return await judgeFile(options, { ...format, encoding: guessed, bom: false });
    }
  } catch (error) {
    if (error instanceof FileProblemError) return { ok: false, problem: error.problem };
    throw error;
  }
}

/** The first Polish letter may come long after the sample that looked like UTF-8. */
async function singleByteInstead(
  error: unknown,
  options: PlanOptions,
): Promise<SourceFormat['encoding'] | undefined> {
  const wrong = error instanceof FileProblemError && error.problem.code === 'file-encoding';
  if (!wrong || options.encoding !== undefined) return undefined;
  return guessSingleByte(await readFile(options.file));
}

async function judgeFile(
  options: PlanOptions,
  format: SourceFormat,
): Promise<PlanResult & { index: RecordIndex }> {
  const reader = readRows(options.file, format, mappedColumns(options));
  const knowledge = new CampaignReader(options);
  const planner = new Planner(options, format, knowledge);
  for await (const batch of reader.batches) {
    options.signal?.throwIfAborted();
    await planner.add(batch);
    options.onProgress?.({ phase: 'rows', done: planner.total });
  }
  return { ok: true, plan: planner.finish(reader.hash()), index: planner.index };
}

function mappedColumns({ mapping }: PlanOptions): string[] {
  return Object.keys(mapping?.columns ?? {});
}
