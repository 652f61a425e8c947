import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { RunEnd } from '../../../src/bulk/run/run.js';
import type { CountingServer } from './server.js';

/** Where a run of this folder keeps its journal. */
export function journalOf(runs: string, runId: string): string {
  return path.join(runs, runId, 'journal.jsonl');
}

/** Customers whose row a journal calls updated: row 0 is customer 1. Reads the text, not by the engine's own code. */
export function finished(journal: string): string[] {
  return readFileSync(journal, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const match = /^\{"t":"done","r":(\d+),"o":"updated".*\}$/.exec(line);
      return match ? [String(Number(match[1]) + 1)] : [];
    });
}

/** PUTs beyond the first of each customer. */
export function resends(server: CountingServer): number {
  return [...server.puts.values()].reduce((sum, list) => sum + list.length - 1, 0);
}

/** Holds what a server saw against what a journal said before each resume. */
export class Account {
  /** Customer → PUTs of it when its row was first seen to be finished. */
  private readonly done = new Map<string, number>();

  constructor(private readonly server: CountingServer) {}

  get size(): number {
    return this.done.size;
  }

  /** After a crash: takes down what the journal calls finished. */
  takeDown(journal: string): void {
    for (const customer of finished(journal)) {
      if (!this.done.has(customer)) this.done.set(customer, this.server.puts.get(customer)?.length ?? 0);
    }
  }

  /** No row that was ever finished has been sent since. */
  check(): void {
    for (const [customer, puts] of this.done) {
      assert.equal(this.server.puts.get(customer)?.length, puts, `customer ${customer} was sent again`);
    }
  }

  /** Every row has arrived, and the run says so. */
  checkEnd(end: RunEnd, count: number, mostResends: number): void {
    const { state, total, updated, failed, skipped, inDoubt, remaining } = end;
    assert.deepEqual(
      { state, total, updated, failed, skipped, inDoubt, remaining },
      { state: 'completed', total: count, updated: count, failed: 0, skipped: 0, inDoubt: 0, remaining: 0 },
    );
    this.check();
    assert.equal(this.server.puts.size, count);
    const again = resends(this.server);
    assert.ok(again <= mostResends, `${again} resends, at most ${mostResends} were expected`);
  }
}
