import assert from 'node:assert/strict';
import { importCurl } from '../../../src/paste/importUpdate.js';
import { readPaste } from '../../../src/paste/readPaste.js';
import { renderSnippet, snippetTargets, type SnippetTargetId } from '../../../src/snippets/registry.js';

const vendorUrl = 'https://your-system-name.thulium.com/api/crm_outbounds/00001/records/441';

/** As the vendor's page of the call has them, each on one line. */
const vendor: Record<string, string> = {
  PHP: `<?php $data = '{"status_id":"3"}'; $request = curl_init('${vendorUrl}'); curl_setopt($request, CURLOPT_HTTPHEADER, array( 'Content-Type: application/json; charset=utf-8', 'Content-Length: ' . mb_strlen($data) )); curl_setopt($request, CURLOPT_USERPWD, 'api_user:api_pass'); curl_setopt($request, CURLOPT_TIMEOUT, 30); curl_setopt($request, CURLOPT_RETURNTRANSFER, true); curl_setopt($request, CURLOPT_CUSTOMREQUEST, 'PUT'); curl_setopt($request, CURLOPT_POSTFIELDS, $data); $response = curl_exec($request); if ($response) { $httpCode = curl_getinfo($request, CURLINFO_HTTP_CODE); if ($httpCode == 200){ print_r(json_decode($response)); } else { echo $response; } } else { trigger_error(curl_error($request), E_USER_WARNING); } curl_close($request);`,
  Java: `public class Example { public static void main(String[] args) throws Exception { ThuliumRestClient restClient = new ThuliumRestClient("api_user", "api_pass", true); ThuliumRestClient.ThuliumRestResponse response = restClient.put("${vendorUrl}", "{\\"status_id\\":\\"3\\"}"); System.out.println(response); } }`,
  cURL: `curl -u api_user:api_pass -k -X PUT -H "Content-type: application/json" -d '{"status_id":"3"}' "${vendorUrl}"`,
  HTTPie: `echo '{"status_id":"3"}' | http -a api_user:api_pass PUT ${vendorUrl}`,
};

const update = {
  campaignId: '00001',
  customerId: '441',
  fields: { status_id: '3', agent_login: "o'brien", next_call_date: '2028-05-24 12:24' },
};
const own = Object.keys(snippetTargets).map((target): [string, string] => [
  target,
  renderSnippet(target as SnippetTargetId, {
    baseUrl: 'https://acme.thulium.com',
    username: 'api_user',
    update,
  }),
]);

describe('samples of others and our own, pasted', () => {
  for (const [name, text] of Object.entries(vendor)) {
    it(`of the vendor, ${name}: one request`, () => {
      const { method, url, body } = readPaste(text) ?? {};
      assert.deepEqual([method, url, body?.trim()], ['PUT', vendorUrl, '{"status_id":"3"}']);
      const imported = importCurl(text, { connections: [] });
      assert.ok(imported.ok);
      const { campaignId, customerId, fields, differences } = imported.value;
      assert.deepEqual([campaignId, customerId, fields], ['00001', '441', { status_id: '3' }]);
      assert.ok(differences.some(({ code }) => code === 'password-found'));
    });
  }

  for (const [target, text] of own) {
    it(`of our own, ${target}: one request`, () => {
      const { method, url } = readPaste(text) ?? {};
      assert.deepEqual(
        [method, url],
        ['PUT', 'https://acme.thulium.com/api/crm_outbounds/00001/records/441'],
      );
      const imported = importCurl(text, { connections: [] });
      assert.ok(imported.ok, JSON.stringify(imported));
      assert.deepEqual(imported.value.fields, update.fields);
    });
  }
});
