import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { RunningServer } from '../../../src/simulator/server/server.js';
import { curlUser, startTestServer } from '../simulator/support/running.js';
import { cli, envOf, startCli } from './support/cli.js';

const record = '/api/crm_outbounds/00001/records/441';

describe('thulium-records gateway', function () {
  this.timeout(60_000);
  let server: RunningServer;
  beforeEach(async () => {
    server = await startTestServer();
  });
  afterEach(() => server.close());

  it('passes requests on, with a line of JSON and the diagnosis by the live lists for each, until interrupted', async () => {
    const child = startCli(['gateway', '--json'], { env: envOf(server) });
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    const next = async (): Promise<Record<string, unknown>> => {
      const { value } = (await lines.next()) as { value: string };
      return JSON.parse(value) as Record<string, unknown>;
    };
    const { url } = await next();
    const args = ['-X', 'PUT', '-H', 'Content-Type: application/json', '-d', '{"status_id":"987"}'];
    const answer = await curlUser(...args, `${String(url)}${record}?note=600100200`);
    assert.equal(answer.status, 400);
    const line = await next();
    assert.deepEqual([line.method, line.status], ['PUT', 400]);
    assert.match(JSON.stringify(line.diagnosis), /"status-unknown","certainty":"documented","message":"/);
    assert.doesNotMatch(JSON.stringify(line), /600100200|987.*body/);
    child.kill('SIGINT');
    const [code] = (await once(child, 'exit')) as [number];
    assert.equal(code, 0);
  });

  it('says what is wrong with its port', async () => {
    assert.equal((await cli(['gateway', '--port', '70000'], { env: envOf(server) })).code, 2);
    const taken = await cli(['gateway', '--port', String(server.port)], { env: envOf(server) });
    assert.equal(taken.code, 3);
    assert.match(taken.stderr, new RegExp(`port ${server.port}`));
  });
});
