import assert from 'node:assert/strict';
import { once, EventEmitter } from 'node:events';
import * as z from 'zod/mini';
import {
  RpcError,
  type Port,
  type RpcReport,
  connect,
  type RpcClient,
  serve,
  type RpcServer,
} from '../../../src/protocol/rpc.js';

const contract = {
  calls: {
    double: { params: z.strictObject({ value: z.number() }), result: z.number() },
    wait: { params: z.strictObject({}), result: z.string() },
    crash: { params: z.strictObject({}), result: z.string() },
    lie: { params: z.strictObject({}), result: z.string() },
  },
  notices: { news: z.strictObject({ text: z.string() }) },
};

/** Two ends of a pipe; what each was sent is kept. */
class Pipe extends EventEmitter {
  readonly toHost: unknown[] = [];
  readonly toPage: unknown[] = [];
  readonly page: Port = this.end('host', 'page', this.toHost);
  readonly host: Port = this.end('page', 'host', this.toPage);

  private end(to: string, own: string, sent: unknown[]): Port {
    return {
      post: (message) => {
        sent.push(message);
        this.emit(to, structuredClone(message));
      },
      listen: (listener) => {
        this.on(own, listener);
        return () => this.off(own, listener);
      },
    };
  }
}

describe('calls between page and host', () => {
  let pipe: Pipe;
  let server: RpcServer<typeof contract>;
  let client: RpcClient<typeof contract>;
  let atHost: RpcReport[];
  let atPage: RpcReport[];
  let news: string[];
  let doubled: number;
  let aborted: number;

  beforeEach(() => {
    pipe = new Pipe();
    [atHost, atPage, news, doubled, aborted] = [[], [], [], 0, 0];
    server = serve(
      contract,
      pipe.host,
      {
        double: ({ value }) => {
          doubled += 1;
          return Promise.resolve(value * 2);
        },
        wait: async (_params, signal) => {
          signal.addEventListener('abort', () => {
            aborted += 1;
          });
          await once(signal, 'abort');
          throw new Error('aborted');
        },
        crash: () => Promise.reject(new Error('secret detail')),
        lie: () => Promise.resolve(7 as unknown as string),
      },
      { report: (report) => atHost.push(report) },
    );
    client = connect(
      contract,
      pipe.page,
      {
        news: ({ text }) => {
          news.push(text);
          if (text === 'bad') throw new Error('listener');
        },
      },
      (report) => atPage.push(report),
    );
  });

  const rejectsWith =
    (code: string) =>
    (error: unknown): boolean =>
      error instanceof RpcError && error.code === code;

  /** Every message so far has been served: replies keep their order. */
  const settled = (): Promise<number> => client.call('double', { value: 0 });

  it('answers calls, several at a time', async () => {
    assert.deepEqual(
      await Promise.all([client.call('double', { value: 2 }), client.call('double', { value: 5 })]),
      [4, 10],
    );
    assert.deepEqual([atHost, atPage], [[], []]);
  });

  it('cancels a call and aborts its handler', async () => {
    const controller = new AbortController();
    const call = client.call('wait', {}, controller.signal);
    controller.abort();
    await assert.rejects(call, rejectsWith('cancelled'));
    await settled();
    assert.equal(aborted, 1);
    await assert.rejects(client.call('wait', {}, controller.signal), rejectsWith('cancelled'));
  });

  it('gives up a call whose deadline has passed', async () => {
    await assert.rejects(client.call('wait', {}, AbortSignal.timeout(1)), rejectsWith('timeout'));
  });

  it('rejects pending and later calls when the page’s end is disposed', async () => {
    const call = client.call('wait', {});
    client.dispose();
    await assert.rejects(call, rejectsWith('closed'));
    await assert.rejects(client.call('wait', {}), rejectsWith('closed'));
    server.dispose();
  });

  it('falls silent when the host’s end is disposed, and aborts what runs', async () => {
    const call = client.call('wait', {});
    server.dispose();
    const sent = pipe.toPage.length;
    server.notify('news', { text: 'late' });
    assert.equal(pipe.toPage.length, sent);
    assert.equal(aborted, 1);
    client.dispose();
    await assert.rejects(call, rejectsWith('closed'));
  });

  it('rejects a call whose handler fails, without its words', async () => {
    await assert.rejects(client.call('crash', {}), rejectsWith('failed'));
    assert.doesNotMatch(JSON.stringify(pipe.toPage), /secret detail/);
    assert.equal(atHost[0]?.kind, 'handler-failed');
  });

  it('does not let a result of the wrong shape out', async () => {
    await assert.rejects(client.call('lie', {}), rejectsWith('failed'));
    assert.equal(atHost[0]?.kind, 'invalid-result');
  });

  const forged: readonly (readonly [string, unknown, string])[] = [
    ['no object', 'double', 'malformed'],
    ['null', null, 'malformed'],
    ['an unknown type', { type: 'eval', id: 1 }, 'malformed'],
    ['no id', { type: 'call', name: 'double', params: { value: 1 } }, 'malformed'],
    ['a fraction as id', { type: 'call', id: 1.5, name: 'double', params: { value: 1 } }, 'malformed'],
    [
      'an extra key',
      { type: 'call', id: 1, name: 'double', params: { value: 1 }, command: 'x' },
      'malformed',
    ],
    [
      'an extra parameter',
      { type: 'call', id: 1, name: 'double', params: { value: 1, url: 'x' } },
      'invalid-params',
    ],
    [
      'a parameter of another type',
      { type: 'call', id: 1, name: 'double', params: { value: '1' } },
      'invalid-params',
    ],
    ['an unknown name', { type: 'call', id: 1, name: 'format', params: {} }, 'unknown-name'],
    [
      'a name that every object has',
      { type: 'call', id: 1, name: 'constructor', params: {} },
      'unknown-name',
    ],
    [
      'a megabyte',
      { type: 'call', id: 1, name: 'double', params: { value: 1, padding: 'x'.repeat(1_000_000) } },
      'too-large',
    ],
  ];
  for (const [what, message, kind] of forged) {
    it(`does not serve a message with ${what}, and reports it`, async () => {
      pipe.page.post(message);
      await settled();
      assert.deepEqual(
        atHost.map((report) => report.kind),
        [kind],
      );
      assert.equal(doubled, 1, 'only the call that settles');
    });
  }

  it('does not serve an id that is still being served', async () => {
    const call = client.call('wait', {});
    pipe.page.post({ type: 'call', id: 0, name: 'double', params: { value: 1 } });
    assert.deepEqual(atHost, [{ kind: 'duplicate-id', name: 'double' }]);
    client.dispose();
    await assert.rejects(call, rejectsWith('closed'));
  });

  it('takes one reply a call, and ignores a second', async () => {
    const call = client.call('wait', {});
    pipe.host.post({ type: 'result', id: 0, value: 'first' });
    pipe.host.post({ type: 'result', id: 0, value: 'second' });
    assert.equal(await call, 'first');
    assert.deepEqual(atPage, [{ kind: 'unexpected-reply' }]);
  });

  it('rejects a call answered with the wrong shape', async () => {
    const call = client.call('wait', {});
    pipe.host.post({ type: 'result', id: 0, value: 7 });
    await assert.rejects(call, rejectsWith('invalid'));
  });

  it('ignores what is no message of the host', () => {
    for (const message of [undefined, { type: 'result' }, { type: 'notice', name: 'news', params: {} }]) {
      pipe.host.post(message);
    }
    pipe.host.post({ type: 'notice', name: 'toString', params: {} });
    assert.deepEqual(
      atPage.map((report) => report.kind),
      ['malformed', 'malformed', 'invalid-params', 'unknown-name'],
    );
  });

  it('hears notices, and survives a listener that throws', () => {
    for (const text of ['one', 'bad', 'two']) server.notify('news', { text });
    assert.deepEqual(news, ['one', 'bad', 'two']);
    assert.equal(atPage[0]?.kind, 'handler-failed');
  });
});
