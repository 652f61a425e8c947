import assert from 'node:assert/strict';
import { Rate } from '../../../src/bulk/run/gate.js';

describe('rows a second of a run', () => {
  let now = 0;
  /** Adds a row every `ms` until a time. */
  function add(rate: Rate, ms: number, until: number): void {
    for (; now < until; now += ms) rate.add();
  }
  beforeEach(() => {
    now = 0;
  });

  it('are not told before a second has passed since the first row', () => {
    const rate = new Rate(() => now);
    assert.equal(rate.perSecond(), undefined);
    now = 5000;
    assert.equal(rate.perSecond(), undefined);
    rate.add();
    now = 5999;
    assert.equal(rate.perSecond(), undefined);
    now = 6000;
    assert.equal(rate.perSecond(), 0);
  });

  for (const [ms, perSecond] of [
    [1000, 1],
    [500, 2],
    [100, 10],
    [1, 1000],
  ] as const)
    it(`are ${perSecond} with a row every ${ms} ms`, () => {
      const rate = new Rate(() => now);
      add(rate, ms, 20_001);
      now -= ms;
      assert.equal(rate.perSecond(), perSecond);
    });

  it('are those of the last half minute', () => {
    const rate = new Rate(() => now);
    add(rate, 1000, 120_000);
    add(rate, 100, 145_000);
    assert.ok(Number(rate.perSecond()) < 10);
    add(rate, 100, 155_001);
    now -= 100;
    assert.equal(rate.perSecond(), 10);
  });

  it('sink while no row ends', () => {
    const rate = new Rate(() => now);
    add(rate, 100, 10_001);
    now = 20_000;
    assert.equal(rate.perSecond(), 5);
  });
});
