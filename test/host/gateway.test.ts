import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { Failure } from '../../src/core/outcome.js';
import { status } from '../support/faultServer/index.js';
import { until } from '../support/until.js';
import { assertWords, examplePath, run } from './support/commands.js';
import { errorOf, password, useConnections } from './support/connections.js';
import { useServers } from './support/servers.js';

type Started = { url: string } | { error: Failure };

const authorization = `Basic ${btoa('own_user:own_pass')}`;

describe('watching the requests of my code', () => {
  const start = useServers();
  const connect = useConnections();
  afterEach(() => run('thulium.stopGateway'));

  async function watch(argument?: object): Promise<string> {
    const started = await run<Started>('thulium.startGateway', argument);
    assert.ok('url' in started, JSON.stringify(started));
    return started.url;
  }
  const put = (url: string): Promise<Response> =>
    fetch(url + examplePath, {
      method: 'PUT',
      headers: { authorization, 'content-type': 'application/json' },
      body: '{"status_id":"3"}',
    });

  it('passes them to the active system with their own credentials, never the stored password', async () => {
    const server = await start();
    const connection = await connect(server.url);
    await run('thulium.switchConnection', { connection });
    const url = await watch();
    assert.equal(new URL(url).hostname, '127.0.0.1');
    assert.equal((await put(url)).status, 204);
    const [sent] = server.requests.filter(({ method }) => method === 'PUT');
    assert.equal(sent?.body.toString(), '{"status_id":"3"}');
    assert.ok(JSON.stringify(sent).includes(authorization));
    assert.ok(!JSON.stringify(sent).includes(btoa(`api_user:${password}`)));
    assert.equal(await watch({ connection }), url, 'the one that runs stays');
  });

  it('passes an answer of the system back as it is', async () => {
    const server = await start();
    const connection = await connect(server.url);
    const url = await watch({ connection });
    server.script(status(418, { own: true }));
    const answer = await put(url);
    assert.deepEqual([answer.status, await answer.json()], [418, { own: true }]);
  });

  for (const guarded of [{ production: true }, { readOnly: true }]) {
    it(`passes reads alone where it is ${JSON.stringify(guarded)}`, async () => {
      const server = await start();
      const connection = await connect(server.url, guarded);
      const url = await watch({ connection });
      assert.equal((await put(url)).status, 403);
      assert.equal((await fetch(url + examplePath, { headers: { authorization } })).status, 200);
      assert.deepEqual(
        server.requests.map(({ method }) => method).filter((method) => method !== 'GET'),
        [],
      );
    });
  }

  it('ends when the connection is made a production system, and when it is removed', async () => {
    const server = await start();
    for (const change of [
      (connection: string) => run('thulium.editConnection', { connection, production: true }),
      (connection: string) => run('thulium.removeConnection', { connection }),
    ]) {
      const connection = await connect(server.url);
      const url = await watch({ connection });
      assert.equal((await put(url)).status, 204);
      await change(connection);
      await until('the end of the gateway', () =>
        fetch(url).then(
          () => false,
          () => true,
        ),
      );
    }
  });

  it('ends when it is told to, and says what is wrong with its arguments', async () => {
    const server = await start();
    const connection = await connect(server.url);
    const url = await watch({ connection });
    await run('thulium.stopGateway');
    await assert.rejects(put(url));
    for (const [argument, code] of [
      [{ connection: 'nobody' }, 'no-connection'],
      [{ connection, port: 70_000 }, 'invalid-input'],
      [{ connection, host: '0.0.0.0' }, 'invalid-input'],
      [{ connection, port: server.port }, 'network'],
    ] as const) {
      const error = errorOf(await run<Started>('thulium.startGateway', argument));
      assert.equal(error.code, code, JSON.stringify(argument));
      assertWords(error);
    }
    assert.ok((await vscode.commands.getCommands(true)).includes('thulium.startGateway'));
  });
});
