import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { basicAuthorization } from '../../../src/core/connection.js';
import { jsonContentType, updateRequest } from '../../../src/core/request.js';
import { renderSnippet, type SnippetTargetId } from '../../../src/snippets/registry.js';
import { credentials, lastRequest, startTestServer } from '../simulator/support/running.js';
import { CaptureServer } from './support/capture.js';
import { need, run, type Ended, type Program } from './support/run.js';
import { samples } from './support/samples.js';

const password = `p:a"s's $HOME %PATH% \`id\` ! ż&|\\`;
const usernames = ['api_user', `o'brien "ż" $HOME & \`id\` !! 100% x`];

interface Runner {
  programs: Program[];
  file: string;
  run: (file: string, env: Record<string, string>) => Promise<Ended>;
  /** True for tools that end well whatever the status of the answer. */
  ignoresStatus?: boolean;
}

const runners: Partial<Record<SnippetTargetId, Runner>> = {
  curl: {
    programs: ['bash', 'curl'],
    file: 'snippet.sh',
    run: (file, env) => run('bash', [file], env),
    ignoresStatus: true,
  },
  httpie: { programs: ['bash', 'http'], file: 'snippet.sh', run: (file, env) => run('bash', [file], env) },
  php: { programs: ['php'], file: 'snippet.php', run: (file, env) => run('php', [file], env) },
  java: {
    programs: ['java'],
    file: 'UpdateRecord.java',
    run: (file, env) => run('java', [file], env),
  },
  javascript: { programs: ['node'], file: 'snippet.mjs', run: (file, env) => run('node', [file], env) },
  python: { programs: ['python3'], file: 'snippet.py', run: (file, env) => run('python3', [file], env) },
};

/** Stands for the vendor's class, which is not published: says what it was given, in UTF-8. */
const restClient = `
class ThuliumRestClient {
    static class ThuliumRestResponse {}
    private final String user, password;
    ThuliumRestClient(String user, String password, boolean third) { this.user = user; this.password = password; }
    ThuliumRestResponse put(String url, String data) throws Exception {
        var out = new java.io.PrintStream(System.out, true, "UTF-8");
        out.print(user + "\\0" + password + "\\0" + url + "\\0" + data + "\\0");
        return new ThuliumRestResponse();
    }
}`;

describe('snippets that run', function () {
  this.timeout(120_000);
  const server = new CaptureServer();
  let origin: string;
  let folder: string;

  before(async () => {
    origin = await server.start();
    folder = await mkdtemp(path.join(tmpdir(), 'snippets-'));
  });
  beforeEach(() => {
    server.captured.length = 0;
    server.status = 200;
  });
  after(async () => {
    await server.stop();
    await rm(folder, { recursive: true });
  });

  for (const [target, runner] of Object.entries(runners) as [SnippetTargetId, Runner][]) {
    describe(target, () => {
      before(() => need(...runner.programs));

      const runSnippet = async (text: string, env: Record<string, string>): Promise<Ended> => {
        const file = path.join(folder, runner.file);
        await writeFile(file, text);
        return runner.run(file, env);
      };

      for (const [index, username] of usernames.entries()) {
        for (const [name, update] of Object.entries(samples)) {
          it(`sends what the extension sends: ${name}, user ${index + 1}`, async () => {
            const baseUrl = index === 0 ? origin : `${origin}/a'b&$c!(d)`;
            const text = renderSnippet(target, { baseUrl, username, update });
            assert.ok(!text.includes(password));

            const ended = await runSnippet(text, { THULIUM_PASSWORD: password });

            assert.equal(ended.code, 0, ended.stderr + ended.stdout);
            const request = updateRequest(baseUrl, update);
            assert.deepEqual(server.captured, [
              {
                method: request.method,
                path: new URL(request.url).pathname,
                authorization: basicAuthorization({ username, password }),
                contentType: jsonContentType,
                body: request.body,
              },
            ]);
          });
        }
      }

      it('changes the record in the simulator, which has nothing to say against the request', async () => {
        const simulator = await startTestServer();
        try {
          const update = { campaignId: '00001', customerId: '441', fields: { status_id: '4', order: '77' } };
          const { username } = credentials;
          const text = renderSnippet(target, { baseUrl: simulator.url, username, update });

          const ended = await runSnippet(text, { THULIUM_PASSWORD: credentials.password });

          assert.equal(ended.code, 0, ended.stderr + ended.stdout);
          const { method, status, diagnosis } = lastRequest(simulator);
          assert.deepEqual([method, status, diagnosis], ['PUT', 204, []]);
          const [record] = simulator.control.listRecords(update);
          assert.deepEqual([String(record?.status_id), String(record?.order)], ['4', '77']);
        } finally {
          await simulator.close();
        }
      });

      it('follows no redirect and tells of a refusal', async () => {
        server.status = 307;
        const update = samples.documented;
        assert.ok(update);
        const text = renderSnippet(target, {
          baseUrl: origin,
          username: 'u',
          update,
          passwordPlaceholder: 'API_PASS',
        });

        const ended = await runSnippet(text, { API_PASS: 'x' });

        assert.equal(server.captured.length, 1);
        assert.match(ended.stdout + ended.stderr, /307/);
        assert.equal(ended.code === 0, runner.ignoresStatus ?? false);
      });
    });
  }

  it('thulium-rest-client hands the vendor’s class the same', async () => {
    await need('java');
    const update = samples.awkward;
    assert.ok(update);
    const [, username = ''] = usernames;
    const text = renderSnippet('thulium-rest-client', { baseUrl: origin, username, update });
    const file = path.join(folder, 'Example.java');
    await writeFile(file, text + restClient);

    const ended = await run('java', [file], { THULIUM_PASSWORD: password });

    const request = updateRequest(origin, update);
    assert.deepEqual(
      ended.stdout.split('\0').slice(0, -1),
      [username, password, request.url, request.body],
      ended.stderr,
    );
  });
});
