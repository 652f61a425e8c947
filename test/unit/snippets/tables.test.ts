import assert from 'node:assert/strict';
import type { RecordUpdate } from '../../../src/core/record.js';
import {
  isSnippetTarget,
  renderSnippet,
  snippetTargets,
  type SnippetTargetId,
} from '../../../src/snippets/registry.js';
import { samples } from './support/samples.js';

const baseUrl = 'https://acme.thulium.com';
const documented: RecordUpdate = { campaignId: '00001', customerId: '441', fields: { status_id: '3' } };
const polish: RecordUpdate = {
  campaignId: '00001',
  customerId: '441',
  fields: { agent_login: `ż "q" 'a' ‘b’ %PATH% ! ^ & {{x}} \\` },
};

/** Targets that no Debian program runs, held by their text. */
const expected: Partial<Record<SnippetTargetId, { documented: string; polish: string }>> = {
  'curl-powershell': {
    documented: `$user = 'api_user:' + $env:THULIUM_PASSWORD
$token = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($user))
$body = [IO.Path]::GetTempFileName()
[IO.File]::WriteAllText($body, '{"status_id":"3"}') # UTF-8 without a byte order mark
curl.exe --include --request PUT 'https://acme.thulium.com/api/crm_outbounds/00001/records/441' \`
  --header "Authorization: Basic $token" \`
  --header 'Content-Type: application/json; charset=utf-8' \`
  --data-binary "@$body"
Remove-Item $body`,
    polish: `[IO.File]::WriteAllText($body, '{"agent_login":"ż \\"q\\" ''a'' ‘‘b’’ %PATH% ! ^ & {{x}} \\\\"}') #`,
  },
  'curl-cmd': {
    documented: `curl.exe --include --request PUT "https://acme.thulium.com/api/crm_outbounds/00001/records/441" ^
  --user api_user:"%THULIUM_PASSWORD%" ^
  --header "Content-Type: application/json; charset=utf-8" ^
  --data-raw "{\\"status_id\\":\\"3\\"}"`,
    polish: String.raw`  --data-raw "{\"agent_login\":\"\u017c \u0022q\u0022 \u0027a\u0027 \u2018b\u2019 \u0025PATH\u0025 \u0021 \u005e \u0026 \u007b\u007bx\u007d\u007d \u005c\"}"`,
  },
  'http-file': {
    documented: `# @no-redirect
PUT https://acme.thulium.com/api/crm_outbounds/00001/records/441
Authorization: Basic api_user {{$processEnv THULIUM_PASSWORD}}
Content-Type: application/json; charset=utf-8

{"status_id":"3"}`,
    polish: String.raw`{"agent_login":"ż \"q\" 'a' ‘b’ %PATH% ! ^ & {\u007bx}} \\"}`,
  },
  'thulium-rest-client': {
    documented: `public class Example {
    public static void main(String[] args) throws Exception {
        // The third argument is as in the vendor's sample, which does not say what it means:
        // look into the class, and pass false if it switches the check of certificates off.
        ThuliumRestClient restClient = new ThuliumRestClient("api_user", System.getenv("THULIUM_PASSWORD"), true);
        ThuliumRestClient.ThuliumRestResponse response = restClient.put(
            "https://acme.thulium.com/api/crm_outbounds/00001/records/441",
            "{\\"status_id\\":\\"3\\"}"
        );
        System.out.println(response);
    }
}`,
    polish: String.raw`            "{\"agent_login\":\"\u017c \\\"q\\\" 'a' \u2018b\u2019 %PATH% ! ^ & {{x}} \\\\\"}"`,
  },
};

describe('snippets as text', () => {
  for (const [target, texts] of Object.entries(expected) as [
    SnippetTargetId,
    { documented: string; polish: string },
  ][]) {
    it(`${target}: the documented example`, () => {
      assert.equal(
        renderSnippet(target, { baseUrl, username: 'api_user', update: documented }),
        texts.documented,
      );
    });

    it(`${target}: letters and characters that the tool would read something into`, () => {
      const text = renderSnippet(target, { baseUrl, username: 'api_user', update: polish });
      assert.ok(text.includes(texts.polish), text);
    });
  }

  for (const [username, written] of [
    ['api user', '"api user"'],
    ['AC&ME\\jan', String.raw`^"AC^&ME^\jan^"`],
    ['50%off%', '^"50^%^off^%^"'],
    ['a"b\\', String.raw`^"a^\^"b^\^\^"`],
    ['żółw', '^"żółw^"'],
  ] as const) {
    it(`curl-cmd: user name ${username}`, () => {
      const text = renderSnippet('curl-cmd', { baseUrl, username, update: documented });
      assert.ok(text.includes(`--user ${written}:"%THULIUM_PASSWORD%" ^`), text);
    });
  }

  for (const target of Object.keys(snippetTargets).filter(isSnippetTarget)) {
    for (const [name, update] of Object.entries(samples)) {
      it(`${target}: no check of certificates switched off, no characters counted, no secret (${name})`, () => {
        const text = renderSnippet(target, {
          baseUrl,
          username: 'u',
          update,
          passwordPlaceholder: 'API_PASS',
        });
        assert.ok(!/\s-k\s|insecure|verify|mb_strlen|Content-Length:/i.test(text), text);
        assert.ok(text.includes('API_PASS'), text);
        assert.ok(!text.endsWith('\n'));
      });
    }
  }

  for (const target of ['java', 'thulium-rest-client', 'curl-cmd'] as const) {
    it(`${target}: stays whole in every code page`, () => {
      const text = renderSnippet(target, { baseUrl, username: 'u', update: polish });
      assert.match(text, /^[\n -~]*$/);
    });
  }

  it('refuses a placeholder that would be code', () => {
    for (const passwordPlaceholder of ['a b', '$(id)', '', '1A', 'A}}']) {
      assert.throws(
        () => renderSnippet('curl', { baseUrl, username: 'u', update: documented, passwordPlaceholder }),
        TypeError,
      );
    }
  });

  it('keeps brackets of an address from being a range', () => {
    const text = renderSnippet('curl', { baseUrl: 'http://[::1]:8080', username: 'u', update: documented });
    assert.match(text, /--globoff/);
  });

  it('knows its targets by name', () => {
    assert.ok(isSnippetTarget('thulium-rest-client'));
    assert.ok(!isSnippetTarget('toString'));
  });
});
