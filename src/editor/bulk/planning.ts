import path from 'node:path';
import * as vscode from 'vscode';
import type { BulkEngine } from '../../bulk/engine.js';
import type { PlanPhase, PlanResult } from '../../bulk/plan/plan.js';
import type { Access } from '../services.js';
import { setting } from '../settings.js';
import type { BulkRequest } from './request.js';
import { withProgress } from '../door.js';

export interface Planning {
  engine: BulkEngine;
  request: BulkRequest;
  access: Access | undefined;
  /** Read the records, to find those in work or missing and what a restore could put back. */
  readRecords: boolean;
  concurrency?: number | undefined;
  includeInWork?: boolean;
  includeDoNotCall?: boolean;
  sendDuplicates?: boolean;
  signal: AbortSignal;
  onProgress?: (progress: { phase: PlanPhase; done: number }) => void;
}

/** Plans a file by the engine; undefined when it was cancelled. */
export async function planFile(planning: Planning): Promise<PlanResult | undefined> {
  const { engine, request, access, signal, onProgress, includeInWork, includeDoNotCall, sendDuplicates } =
    planning;
  try {
    const result = await engine.planRun({
      ...request,
      ...(access ? { client: access.client } : {}),
      readRecords: planning.readRecords,
      concurrency: planning.concurrency ?? setting('bulk.concurrency'),
      requestsPerSecond: setting('bulk.requestsPerSecond'),
      ...(includeInWork === undefined ? {} : { includeInWork }),
      ...(includeDoNotCall === undefined ? {} : { includeDoNotCall }),
      ...(sendDuplicates === undefined ? {} : { sendDuplicates }),
      signal,
      ...(onProgress ? { onProgress } : {}),
    });
    return signal.aborted ? undefined : result;
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  }
}

/** Plans with progress in a notification that can be cancelled. */
export function planWithProgress(
  planning: Omit<Planning, 'signal' | 'onProgress'>,
): Thenable<PlanResult | undefined> {
  return withReadingProgress(planning.request.file, (signal, onProgress) =>
    planFile({ ...planning, signal, onProgress }),
  );
}

/** Progress of a reading of a file and of records. */
export function withReadingProgress<T>(
  file: string,
  work: (signal: AbortSignal, onProgress: NonNullable<Planning['onProgress']>) => Promise<T>,
): Promise<T> {
  return withProgress(path.basename(file), ({ report, signal }) =>
    work(signal, ({ phase, done }) => {
      report(wordReading(phase, done));
    }),
  );
}

/** How far the reading is. */
export function wordReading(phase: PlanPhase, done: number): string {
  switch (phase) {
    case 'rows':
      return vscode.l10n.t('reading rows: {0}', done);
    case 'customers':
      return vscode.l10n.t('finding customers in Thulium: {0}', done);
    case 'records':
      return vscode.l10n.t('reading records in Thulium: {0}', done);
  }
}
