import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { RecordUpdate } from '../../../src/core/record.js';
import { importCurl, type ImportContext } from '../../../src/paste/importUpdate.js';
import { parseCurl } from '../../../src/paste/command/parseCommand.js';
import { renderSnippet } from '../../../src/snippets/registry.js';
import { CaptureServer } from '../snippets/support/capture.js';
import { bashLines, otherLines, type PastedLine } from './support/lines.js';
import { need, run } from '../snippets/support/run.js';
import { awkward, samples } from '../snippets/support/samples.js';

const context: ImportContext = {
  connections: [
    { name: 'Acme', baseUrl: 'https://acme.thulium.com', username: 'api_user' },
    { name: 'Other', baseUrl: 'https://other.thulium.com/pre', username: 'somebody' },
  ],
  activeBaseUrl: 'https://acme.thulium.com',
};
const facts = ['name', 'origin', 'username', 'path', 'names', 'method', 'value', 'option', 'field', 'key'];

function codes(line: PastedLine): { fields: unknown; credentials: unknown; differences: string[] } {
  const imported = importCurl(line.text, context);
  assert.ok(imported.ok, JSON.stringify(imported));
  const { campaignId, customerId, fields, credentials, differences } = imported.value;
  assert.deepEqual([campaignId, customerId], ['00001', '441']);
  return {
    fields,
    credentials,
    differences: differences.map(({ code, params = {} }) =>
      [code, facts.map((fact) => params[fact]).find((value) => value !== undefined)]
        .filter(Boolean)
        .join(':'),
    ),
  };
}

function detailOf(text: string): unknown {
  const imported = importCurl(text, context);
  return imported.ok ? imported.value : (imported.failure.detail ?? imported.failure.problems);
}

describe('importing cURL', function () {
  this.timeout(60_000);

  for (const line of [...bashLines, ...otherLines]) {
    it(`takes ${line.name}, and copies it again`, () => {
      const { fields, credentials, differences } = codes(line);
      assert.deepEqual(fields, line.fields);
      assert.deepEqual(credentials, line.credentials);
      assert.deepEqual(differences, line.differences);

      for (const target of ['curl', 'curl-cmd', 'httpie'] as const) {
        const update = { campaignId: '00001', customerId: '441', fields: line.fields };
        const text = renderSnippet(target, {
          baseUrl: 'https://acme.thulium.com',
          username: 'api_user',
          update,
        });
        const again = importCurl(text, context);
        assert.ok(again.ok);
        assert.deepEqual(again.value.fields, line.fields);
        assert.equal(again.value.credentials, undefined);
      }
    });

    it(`never repeats a password: ${line.name}`, () => {
      const imported = importCurl(line.text, context);
      assert.ok(imported.ok);
      const text = JSON.stringify(imported.value.differences);
      for (const secret of ['api_pass', 'YXBpX3VzZXI6YXBpX3Bhc3M', 'abc123', 'abc.def', 'api%5Fpass']) {
        assert.ok(!text.includes(secret));
      }
    });
  }

  it('gives back every update that we copy', () => {
    const update = fc.record(
      {
        campaignId: fc.stringMatching(/^[A-Za-z0-9]{5}$/),
        customerId: fc.stringMatching(/^[0-9]{1,20}$/),
        fields: fc.record(
          {
            status_id: fc.stringMatching(/^[0-9]{1,20}$/),
            agent_login: fc
              .oneof(fc.string({ unit: 'grapheme', minLength: 1 }), fc.constant(awkward))
              .filter((text) => !/\p{Cc}/u.test(text)),
          },
          { requiredKeys: ['status_id'], noNullPrototype: true },
        ),
      },
      { noNullPrototype: true },
    );
    fc.assert(
      fc.property(update, fc.constantFrom('curl', 'curl-cmd', 'httpie'), (given, target) => {
        const text = renderSnippet(target, {
          baseUrl: 'https://acme.thulium.com',
          username: 'api_user',
          update: given,
        });
        const imported = importCurl(text, context);
        assert.ok(imported.ok);
        const { campaignId, customerId, fields } = imported.value;
        assert.deepEqual({ campaignId, customerId, fields }, given);
      }),
    );
  });

  it('compares the host with the active connection and names the one it is', () => {
    const update: RecordUpdate | undefined = samples.documented;
    assert.ok(update);
    const text = renderSnippet('curl', { baseUrl: 'https://other.thulium.com/pre', username: 'x', update });
    const at = (activeBaseUrl?: string): unknown => {
      const { connections } = context;
      const imported = importCurl(
        text,
        activeBaseUrl === undefined ? { connections } : { connections, activeBaseUrl },
      );
      assert.ok(imported.ok);
      return imported.value.differences.filter(({ code }) => /host|path|user/.test(code));
    };
    const user = { code: 'user-differs', params: { username: 'x' } };
    const path = '/pre/api/crm_outbounds/00001/records/441';
    assert.deepEqual(at('https://other.thulium.com/pre'), [user]);
    assert.deepEqual(at('https://acme.thulium.com'), [
      user,
      {
        code: 'host-differs',
        params: {
          origin: 'https://other.thulium.com',
          active: 'https://acme.thulium.com',
          connection: 'Other',
        },
      },
      { code: 'path-differs', params: { path, expected: '/api/crm_outbounds/00001/records/441' } },
    ]);
    assert.deepEqual(at(), [
      user,
      { code: 'host-differs', params: { origin: 'https://other.thulium.com', connection: 'Other' } },
    ]);
  });

  it('says why nothing could be made of a text', () => {
    assert.equal(detailOf(''), 'no-command');
    assert.equal(detailOf('wget https://acme.thulium.com/'), 'no-command');
    assert.equal(detailOf('curl -X PUT'), 'no-url');
    assert.equal(detailOf('http PUT'), 'path-unknown');
    assert.equal(detailOf(`curl 'https://acme`), 'unclosed-quote');
    assert.equal(detailOf('curl https://acme.thulium.com/api/outbounds'), 'path-unknown');
    assert.equal(detailOf('curl https://acme.thulium.com/api/crm_outbounds/00001/records'), 'path-unknown');
    assert.deepEqual(detailOf('curl -X PUT https://acme.thulium.com/api/crm_outbounds/1/records/441'), [
      {
        code: 'campaign-id-zeros-lost',
        severity: 'error',
        field: 'campaignId',
        params: { value: '1', suggestion: '00001' },
      },
    ]);
    assert.match(
      JSON.stringify(detailOf('curl -X PUT "https://acme.thulium.com/api/crm_outbounds/$ID/records/.."')),
      /campaign-id-shape.*customer-id-shape/,
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            'curl ',
            'http ',
            '-u ',
            '-d ',
            '@',
            "'",
            '"',
            '$',
            '{',
            '\\',
            '^"',
            '`\n',
            ' ',
            'https://a/',
            '%',
            ':',
            '=',
          ),
        ),
        (pieces) => {
          importCurl(pieces.join(''), context);
        },
      ),
    );
  });

  describe('as the real curl does', () => {
    const server = new CaptureServer();
    let origin: string;
    before(async () => {
      await need('bash', 'curl');
      origin = await server.start();
    });
    after(() => server.stop());

    for (const line of bashLines.filter(({ text }) => !text.includes('| jq'))) {
      it(line.name, async () => {
        server.captured.length = 0;
        const text = line.text
          .replace(/^\$ /, '')
          .replaceAll(
            /https:\/\/((?:[^/@'"]*@)?)(?:acme|your-system-name)\.thulium\.com/g,
            (_, user: string) => origin.replace('//', `//${user}`),
          );
        const ended = await run('bash', ['-c', text]);
        const parsed = parseCurl(text);
        assert.ok('ok' in parsed);
        const [captured] = server.captured;
        assert.ok(captured, ended.stderr);
        const { pathname, search } = new URL(parsed.ok.url);
        assert.equal(parsed.ok.method, captured.method);
        assert.equal(pathname + search, captured.path);
        assert.equal(parsed.ok.body ?? '', captured.body);
        assert.equal(
          parsed.ok.headers.find(({ name }) => name.toLowerCase() === 'content-type')?.value,
          captured.contentType,
        );
        assert.equal(
          parsed.ok.username === undefined
            ? undefined
            : `Basic ${Buffer.from(`${parsed.ok.username}:${parsed.ok.password ?? ''}`).toString('base64')}`,
          captured.authorization,
        );
      });
    }
  });
});
