import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createNextCallDateChecker } from '../../../src/core/nextCallDate.js';
import {
  createBulkEngine,
  type BulkEngine,
  type EngineOptions,
  type StartOptions,
} from '../../../src/bulk/engine.js';
import type { Clock } from '../../../src/bulk/run/run.js';
import type { Plan, PlanOptions } from '../../../src/bulk/plan/plan.js';
import { createThuliumClient, type ConnectedClient } from '../../../src/thulium/client.js';

export const dates = createNextCallDateChecker('Europe/Warsaw', () => Date.UTC(2026, 0, 1));

export const words: EngineOptions['words'] = {
  columns: {
    outcome: 'outcome',
    status: 'http',
    requestId: 'request',
    message: 'message',
    attempts: 'attempts',
    time: 'time',
  },
  toFixColumn: 'to fix',
  outcome: (state, restored) => restored ?? state,
  problem: (problem) => problem.code,
  failure: (failure) => failure.apiErrors?.map((each) => each.message).join() ?? failure.code,
  leftOut: (why) => why,
  unknown: 'unknown',
};

export function client(
  url: string,
  options: { password?: string; timeoutSeconds?: number; maxAttempts?: number } = {},
): ConnectedClient {
  return createThuliumClient({
    connection: { id: 'c', name: 'Test', baseUrl: url, username: 'u', production: false, readOnly: false },
    password: options.password ?? 's3cret-canary',
    settings: {
      timeoutSeconds: options.timeoutSeconds ?? 5,
      maxAttempts: options.maxAttempts ?? 1,
      language: 'en',
    },
  });
}

/** Time that passes only while somebody sleeps. */
export function virtualClock(): Clock & { slept: number[] } {
  let now = Date.UTC(2026, 0, 1);
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    steady: () => now,
    sleep(ms, signal) {
      if (signal?.aborted === true) return Promise.resolve();
      slept.push(ms);
      const until = now + ms;
      return new Promise((resolve) => {
        setImmediate(() => {
          now = Math.max(now, until);
          resolve();
        });
      });
    },
  };
}

export interface Bench {
  folder: string;
  engine: BulkEngine;
  /** Writes a file into the folder. */
  file(name: string, content: string | Uint8Array): string;
  /** Plans, and fails the test when the file is refused. */
  plan(
    file: string,
    more?: Partial<PlanOptions> & {
      readRecords?: boolean;
      includeInWork?: boolean;
      includeDoNotCall?: boolean;
    },
  ): Promise<Plan>;
  remove(): void;
}

export function bench(more: Partial<EngineOptions> = {}): Bench {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'bulk-'));
  const engine = createBulkEngine({ runsFolder: path.join(folder, 'runs'), dates, words, ...more });
  return {
    folder,
    engine,
    file(name, content) {
      const file = path.join(folder, name);
      writeFileSync(file, content);
      return file;
    },
    async plan(file, options = {}) {
      const result = await engine.planRun({ file, ...options });
      if (!result.ok) throw new Error(JSON.stringify(result.problem));
      return result.plan;
    },
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function sending(connected: ConnectedClient, more: Partial<StartOptions> = {}): StartOptions {
  return {
    client: connected,
    connection: { id: 'c', name: 'Test' },
    concurrency: 4,
    requestsPerSecond: 0,
    maxAttempts: 3,
    rememberBefore: false,
    ...more,
  };
}

/** `campaign_id,customer_id,status_id` of customers 1 to `count`. */
export function rows(count: number): string {
  const lines = Array.from({ length: count }, (_, index) => `00001,${index + 1},3`);
  return ['campaign_id,customer_id,status_id', ...lines, ''].join('\n');
}
