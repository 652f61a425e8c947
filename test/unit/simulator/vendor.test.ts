import assert from 'node:assert/strict';
import type { RunningServer } from '../../../src/simulator/server/server.js';
import { curl, lastRequest, startTestServer } from './support/running.js';
import { runTool } from './support/tools.js';

/**
 * The vendor's PHP sample over PHP's own sockets: the header and its mistake are the sample's, `mb_strlen`
 * is spelt by what every PHP has.
 */
const phpSample = `
$data = '{"status_id":"3","agent_login":"zażółć"}';
$length = preg_match_all('/./us', $data);
$socket = stream_socket_client('tcp://' . getenv('ADDRESS'));
fwrite($socket, implode("\\r\\n", [
  'PUT /api/crm_outbounds/00001/records/441 HTTP/1.1',
  'Host: ' . getenv('ADDRESS'),
  'Authorization: Basic ' . base64_encode('api_user:api_pass'),
  'Content-Type: application/json; charset=utf-8',
  'Content-Length: ' . $length,
  '', $data,
]));
echo fgets($socket);
`;

describe('simulator: the vendor’s own examples', function () {
  this.timeout(30_000);
  let server: RunningServer;
  let url: string;
  before(async () => {
    server = await startTestServer();
    url = `${server.url}/api/crm_outbounds/00001/records/441`;
  });
  beforeEach(() => {
    server.control.reset();
  });
  after(() => server.close());

  it('curl', async () => {
    const args = ['-u', 'api_user:api_pass', '-k', '-X', 'PUT', '-H', 'Content-type: application/json'];
    const answer = await curl(...args, '-d', '{"status_id":"3"}', url);
    assert.deepEqual([answer.status, answer.body], [204, '']);
    assert.deepEqual(lastRequest(server).diagnosis, []);
  });

  it('HTTPie', async () => {
    const args = ['--check-status', '-a', 'api_user:api_pass', 'PUT', url];
    const { code, stderr } = await runTool('http', args, { input: '{"status_id":"3"}\n' });
    assert.equal(code, 0, stderr);
    assert.equal(lastRequest(server).status, 204);
    assert.deepEqual(lastRequest(server).diagnosis, []);
  });

  it('PHP: a length counted in characters is recognised by the bytes it leaves behind', async () => {
    const env = { ADDRESS: new URL(url).host };
    const { stdout, stderr } = await runTool('php', ['-r', phpSample], { env });
    assert.match(stdout, /^HTTP\/1\.1 400/, stderr);
    const [found] = lastRequest(server).diagnosis;
    assert.equal(found?.code, 'content-length');
    assert.equal(found.certainty, 'documented');
    assert.deepEqual(found.params, { kind: 'characters', declared: '40', actual: '44' });
  });
});
