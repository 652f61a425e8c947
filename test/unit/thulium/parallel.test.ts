import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { inParallel } from '../../../src/thulium/lists.js';

describe('Work on many items', () => {
  it('is done for each of them once, never more at a time than allowed', async () => {
    const items = Array.from({ length: 20 }, (_, index) => index);
    const done: number[] = [];
    let now = 0;
    let most = 0;
    await inParallel(items, 3, async (item) => {
      most = Math.max(most, ++now);
      await turn();
      now--;
      done.push(item);
      return true;
    });
    assert.deepEqual([done.sort((a, b) => a - b), most], [items, 3]);
  });

  it('begins nothing more once one says to stop, even while others go on', async () => {
    const begun: number[] = [];
    await inParallel([1, 2, 3, 4, 5, 6], 2, async (item) => {
      begun.push(item);
      await turn();
      if (item === 2) await turn();
      return item !== 1;
    });
    assert.deepEqual(begun, [1, 2]);
  });

  it('is over at once where there is nothing to do', async () => {
    await inParallel([], 4, () => assert.fail('there is nothing'));
  });
});
