import assert from 'node:assert/strict';
import { parseRequestFile } from '../../../src/requestFile/parseRequestFile.js';
import { fixesFor } from '../../../src/requestFile/fixes.js';
import { checkFileUpdate } from '../../../src/requestFile/checkEntry.js';
import { warsawDates, warsawTemplates } from '../core/support/dates.js';

const context = { dates: warsawDates, templates: warsawTemplates };

/** A request file in which every update has a problem, and so a quick fix. */
function fileOf(count: number): string {
  const updates = Array.from({ length: count }, (_, index) => ({
    name: `update ${index}`,
    campaignId: '1',
    customerId: String(index),
    fields: { status_id: '3', next_call_date: '2027-01-05 10:00' },
    expect: { outcome: 'updated', record: { status_id: '3' } },
  }));
  return JSON.stringify({ updates }, undefined, 2);
}

/** What a pause in typing costs: the file is read, every update judged, and one lightbulb filled. */
function work(text: string): number {
  const file = parseRequestFile(text);
  const issues = file.updates.flatMap((update) => checkFileUpdate(update, context).issues);
  const last = issues.at(-1);
  assert.ok(last);
  const formatting = { tabSize: 2, insertSpaces: true, eol: '\n' };
  assert.equal(fixesFor(last, { text, formatting, suggestedDate: '' }).length, 1);
  return issues.length;
}

/** Milliseconds of the processor's time, the best of three: another program's load does not count. */
function cost(text: string, expected: number): number {
  const rounds = [1, 2, 3].map(() => {
    const before = process.cpuUsage();
    assert.equal(work(text), expected);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.min(...rounds);
}

describe('a request file of 10,000 updates', function () {
  this.timeout(60_000);

  it('costs about ten times what one of 1,000 costs, not a hundred times', () => {
    work(fileOf(1_000));
    const small = cost(fileOf(1_000), 1_000);
    const large = cost(fileOf(10_000), 10_000);
    assert.ok(large < 35 * small, `${small.toFixed()} ms for 1,000, ${large.toFixed()} ms for 10,000`);
  });

  it('is not read at all where it is longer than any of ours', function () {
    this.timeout(2000);
    const { readable, updates, issues } = parseRequestFile(fileOf(60_000));
    assert.deepEqual([readable, updates, issues.length, issues[0]?.kind], [false, [], 1, 'syntax']);
  });
});
