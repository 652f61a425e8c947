import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import https from 'node:https';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { WriteResult } from '../../../src/thulium/types.js';
import { mapHostName, type TlsKind } from '../../support/faultServer/index.js';
import { clientOf, update, useServers } from './support.js';

const child = fileURLToPath(new URL('./tlsChild.js', import.meta.url));

/** One update by a process of its own, with TLS switched off for all of it, as other extensions do. */
async function updateInCarelessProcess(
  origin: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<WriteResult> {
  const running = spawn(process.execPath, ['--no-warnings', child, origin], {
    env: { ...process.env, NODE_TLS_REJECT_UNAUTHORIZED: '0', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(await text(running.stdout)) as WriteResult;
}

/** What a name's certificate is refused for. */
const refusals: [TlsKind, string][] = [
  ['self-signed', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  ['unknown-issuer', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  ['expired', 'CERT_HAS_EXPIRED'],
  ['wrong-host', 'ERR_TLS_CERT_ALTNAME_INVALID'],
];

describe('TLS', () => {
  const start = useServers();

  for (const name of ['127.0.0.1', 'localhost', 'thulium-fault.test']) {
    for (const [kind, reason] of refusals) {
      it(`${kind} at ${name} is refused though the process does not verify`, async function () {
        this.timeout(20_000);
        if (name.endsWith('.test') && (await mapHostName(name)).name === undefined) this.skip();
        const server = await start({ tls: kind, host: name, issuerName: 'Faulty Company CA' });
        assert.ok(server.caPem !== undefined);
        const folder = await mkdtemp(path.join(tmpdir(), 'thulium-tls-'));
        const file = path.join(folder, 'ca.pem');
        await writeFile(file, server.caPem);
        const result = await updateInCarelessProcess(server.origin, { NODE_EXTRA_CA_CERTS: file });
        await rm(folder, { recursive: true });
        assert.equal(result.failure?.code, 'tls');
        assert.equal(result.failure.params?.reason, reason);
        assert.equal(result.failure.params.issuer, server.issuerName);
        assert.equal(result.failure.params.host, `${name}:${server.port}`);
        assert.equal(result.attempts, 1);
        assert.equal(server.requests.length, 0);
      });
    }
  }

  it('a company root that the system trusts is accepted', async function () {
    this.timeout(20_000);
    const server = await start({ tls: 'trusted', host: 'localhost' });
    assert.ok(server.caPem !== undefined);
    const folder = await mkdtemp(path.join(tmpdir(), 'thulium-tls-'));
    const file = path.join(folder, 'ca.pem');
    await writeFile(file, server.caPem);
    const result = await updateInCarelessProcess(server.origin, { NODE_EXTRA_CA_CERTS: file });
    await rm(folder, { recursive: true });
    assert.equal(result.failure, undefined);
    assert.equal(server.requests.length, 1);
  });

  it('an agent put in place of ours does not switch it off', async () => {
    const server = await start({ tls: 'self-signed', host: 'localhost' });
    const real = https.request;
    // What VS Code does in the extension host: `request` of the default export is replaced after loading.
    https.request = ((url: string, options: https.RequestOptions) =>
      real(url, { ...options, agent: new https.Agent() })) as typeof https.request;
    try {
      const result = await clientOf(server.origin).client.updateRecord(update);
      assert.deepEqual([result.failure?.code, server.requests.length], ['tls', 0]);
    } finally {
      https.request = real;
    }
  });

  it('goes through the request that the host put in place, over and over the same connection', async () => {
    const server = await start({ tls: 'trusted', host: 'localhost' });
    const real = https.request;
    const flags: unknown[] = [];
    https.request = ((url: string, options: https.RequestOptions) => {
      flags.push(options.rejectUnauthorized);
      return real(url, { ...options, ca: server.caPem });
    }) as typeof https.request;
    try {
      const { client } = clientOf(server.origin);
      for (let count = 0; count < 3; count += 1) {
        assert.equal((await client.updateRecord(update)).failure, undefined);
      }
    } finally {
      https.request = real;
    }
    assert.deepEqual(flags, [true, true, true]);
    assert.equal(server.connections, 1);
  });

  it('a server without TLS behind https is tls, nothing sent', async () => {
    const listener = net.createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    listener.listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const address = listener.address();
    assert.ok(typeof address === 'object' && address);
    const attempt = await clientOf(`https://127.0.0.1:${address.port}`).client.attemptUpdate(update);
    listener.close();
    assert.deepEqual([attempt.failure?.code, attempt.mayHaveApplied], ['tls', false]);
  });
});
