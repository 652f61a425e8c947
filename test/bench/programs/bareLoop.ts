import { parseArgs } from 'node:util';
import { barePut, keepAliveAgent, loadBareFetch } from '../support/bareFetch.js';

/**
 * The floor of a bulk update: the same PUTs by bare node-fetch with so many at once, and nothing else.
 * Prints how long the sending took, as one line of JSON.
 */
const { values } = parseArgs({
  options: {
    url: { type: 'string', default: '' },
    count: { type: 'string', default: '1000' },
    concurrency: { type: 'string', default: '16' },
  },
});
const agent = keepAliveAgent();
const put = barePut(await loadBareFetch(), values.url, agent);
const count = Number(values.count);
let next = 1;

async function lane(): Promise<void> {
  while (next <= count) await put(next++);
}

const started = performance.now();
await Promise.all(Array.from({ length: Number(values.concurrency) }, lane));
const runMs = performance.now() - started;
agent.destroy();
console.log(JSON.stringify({ runMs }));
