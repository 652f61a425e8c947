import { createVersionedFile } from '../../../src/storage/versionedFile.js';
import { lockFile } from '../../../src/storage/lock.js';
import * as z from 'zod/mini';

/** `update FILE NAME COUNT` adds entries one by one; `hold FILE` takes the lock and waits to be killed. */
const [task, file = '', name = '', count = '0'] = process.argv.slice(2);
if (task === 'hold') {
  const lock = await lockFile(file);
  console.log(lock ? 'held' : 'refused');
  process.stdin.resume();
} else {
  const list = createVersionedFile({ file, version: 1, schema: z.array(z.string()), empty: [] });
  for (let index = 0; index < Number(count); index++) await list.update((all) => [...all, `${name}${index}`]);
}
