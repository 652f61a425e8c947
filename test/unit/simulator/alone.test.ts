import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import path from 'node:path';
import * as z from 'zod/mini';
import { aloneCopy, startProcess, type SimulatorProcess } from './support/process.js';
import { curl } from './support/running.js';
import { runTool } from './support/tools.js';

const ready = z.strictObject({ ready: z.literal(true), url: z.string(), username: z.string() });
const requestLine = z.strictObject({
  at: z.iso.datetime(),
  method: z.string(),
  path: z.string(),
  status: z.int(),
  requestId: z.string(),
  diagnosis: z.array(z.strictObject({ code: z.string(), certainty: z.string(), message: z.string() })),
});

describe('simulator alone: dist/simulator.js in plain Node', function () {
  this.timeout(30_000);
  let copy: ReturnType<typeof aloneCopy>;
  const running: SimulatorProcess[] = [];
  before(() => {
    copy = aloneCopy();
  });
  afterEach(async () => {
    for (const each of running.splice(0)) {
      each.child.kill('SIGKILL');
      await each.exit;
    }
  });
  after(() => {
    copy.remove();
  });

  const start = (args: string[], env?: Record<string, string>): SimulatorProcess => {
    const started = startProcess(copy.file, args, env);
    running.push(started);
    return started;
  };

  it('prints a line when ready and one for each request, and ends at SIGTERM and SIGINT', async () => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      const simulator = start(['--clock', '2018-05-24T12:00:00+02:00']);
      const { url, username } = ready.parse(await simulator.line());
      assert.equal(username, 'api_user');
      const args = ['-u', 'api_user:api_pass', '-X', 'PUT', '-H', 'Content-Type: application/json'];
      await curl(...args, '-d', '{"status_id":"33"}', `${url}/api/crm_outbounds/00001/records/441`);
      const line = requestLine.parse(await simulator.line());
      assert.deepEqual([line.at, line.method, line.status], ['2018-05-24T10:00:00.000Z', 'PUT', 400]);
      assert.equal(line.path, '/api/crm_outbounds/00001/records/441');
      assert.deepEqual(
        line.diagnosis.map(({ code }) => code),
        ['status-unknown'],
      );
      simulator.child.kill(signal);
      assert.equal(await simulator.exit, 0, simulator.stderr());
      assert.equal(simulator.stderr(), '');
    }
  });

  it('takes credentials from the environment, a seed and faults from its arguments', async () => {
    const seed = path.join(path.dirname(copy.file), 'seed.json');
    writeFileSync(seed, '{"random": 9, "switches": {"successStatus": 200}}');
    const env = { THULIUM_SIMULATOR_USER: 'me', THULIUM_SIMULATOR_PASSWORD: 'hasło' };
    const simulator = start(['--seed', seed, '--fault', 'status:status=500,count=1'], env);
    const { url, username } = ready.parse(await simulator.line());
    assert.equal(username, 'me');
    const put = async (): Promise<number> => {
      const args = ['-u', 'me:hasło', '-X', 'PUT', '-H', 'Content-Type: application/json'];
      return (await curl(...args, '-d', '{"order":"3"}', `${url}/api/crm_outbounds/00001/records/441`))
        .status;
    };
    assert.deepEqual([await put(), await put()], [500, 200]);
    assert.equal((await curl('-u', 'api_user:api_pass', `${url}/api/outbounds`)).status, 401);
  });

  it('says that a port is taken, with exit code 3', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const address = holder.address();
    assert.ok(typeof address === 'object' && address);
    const simulator = start(['--port', String(address.port)]);
    assert.equal(await simulator.exit, 3);
    assert.match(simulator.stderr(), /port is taken/);
    holder.close();
  });

  const wrong: [args: string[], message: RegExp][] = [
    [['--port', 'x'], /--port x/],
    [['--nonsense'], /nonsense/],
    [['--fault', 'fire'], /--fault fire/],
    [['--clock', 'tomorrow'], /--clock tomorrow/],
    [['--clock', '2018-05-24T12:00'], /offset/],
    [['--seed', 'missing.json'], /missing\.json/],
    [['--host', '0.0.0.0'], /THULIUM_SIMULATOR_PASSWORD/],
  ];
  for (const [args, message] of wrong) {
    it(`${args.join(' ')}: exit code 2`, async () => {
      const simulator = start(args);
      assert.equal(await simulator.exit, 2);
      assert.match(simulator.stderr(), message);
    });
  }

  it('--help tells every option', async () => {
    const { code, stdout } = await runTool(process.execPath, [copy.file, '--help']);
    assert.equal(code, 0);
    for (const option of ['--port', '--host', '--seed', '--fault', '--clock', '--help'])
      assert.ok(stdout.includes(option));
  });

  it('serves docs/samples/phpunit-like.php', async () => {
    const simulator = start([], { THULIUM_SIMULATOR_USER: 'me', THULIUM_SIMULATOR_PASSWORD: 'hasło' });
    const { url } = ready.parse(await simulator.line());
    const env = { THULIUM_SIMULATOR_USER: 'me', THULIUM_SIMULATOR_PASSWORD: 'hasło' };
    const { code, stdout, stderr } = await runTool('php', ['docs/samples/phpunit-like.php', url], { env });
    assert.equal(code, 0, stdout + stderr);
    assert.doesNotMatch(stdout, /FAIL/);
    assert.match(stdout, /leaves nothing behind/);
  });
});
