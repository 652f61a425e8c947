import type { RecordFields } from '../../../../src/core/record.js';
import type { DifferenceCode } from '../../../../src/paste/importUpdate.js';

/** A command line as people paste it, and what the importer makes of it for record 00001/441 of acme. */
export interface PastedLine {
  name: string;
  text: string;
  fields: RecordFields;
  /** Codes, with the parameter that matters after a colon. */
  differences: `${DifferenceCode}${'' | `:${string}`}`[];
  credentials?: { username: string; password: string };
}

const url = 'https://acme.thulium.com/api/crm_outbounds/00001/records/441';
const vendorUrl = 'https://your-system-name.thulium.com/api/crm_outbounds/00001/records/441';
const vendor = { username: 'api_user', password: 'api_pass' };
const form = 'application/x-www-form-urlencoded';

/** Lines for bash (HTTPie's among them), each of which a real curl can run. */
export const bashLines: PastedLine[] = [
  {
    name: 'the vendor’s curl',
    text: `curl -u api_user:api_pass -k -X PUT -H "Content-type: application/json" -d '{"status_id":"3"}' "${vendorUrl}"`,
    fields: { status_id: '3' },
    differences: ['password-found', 'host-differs:https://your-system-name.thulium.com', 'insecure-ignored'],
    credentials: vendor,
  },
  {
    name: 'Chrome, copy as cURL (bash)',
    text: `curl '${url}' \\
  -X 'PUT' \\
  -H 'accept: application/json, text/plain, */*' \\
  -H 'authorization: Basic YXBpX3VzZXI6YXBpX3Bhc3M=' \\
  -H 'content-type: application/json; charset=UTF-8' \\
  -b 'PHPSESSID=abc123' \\
  -H 'sec-ch-ua: "Chromium";v="128", "Not;A=Brand";v="24"' \\
  --data-raw $'{"agent_login":"o\\'brien \\u0142","next_call_date":"2028-05-24 12:24"}' \\
  --compressed`,
    fields: { agent_login: "o'brien ł", next_call_date: '2028-05-24 12:24' },
    differences: [
      'password-found',
      'header-dropped:accept',
      'header-dropped:Cookie',
      'header-dropped:sec-ch-ua',
      'option-ignored:--compressed',
    ],
    credentials: vendor,
  },
  {
    name: 'Firefox, copy as cURL',
    text: `curl '${url}' -X PUT -H 'User-Agent: Mozilla/5.0' -H 'Accept-Language: pl' -H 'Content-Type: application/json' --data-raw '{"order":50}'`,
    fields: { order: '50' },
    differences: ['header-dropped:User-Agent', 'header-dropped:Accept-Language', 'body-number-to-text:order'],
  },
  {
    name: 'Postman export',
    text: `curl --location --request PUT '${url}' \\
--header 'Content-Type: application/json' \\
--header 'Authorization: Basic YXBpX3VzZXI6YXBpX3Bhc3M=' \\
--data '{
    "status_id": 8,
    "agent_login": "j.doe",
    "next_call_date": "2028-05-24 12:24"
}'`,
    fields: { status_id: '8', agent_login: 'j.doe', next_call_date: '2028-05-24 12:24' },
    differences: ['password-found', 'body-number-to-text:status_id', 'redirects-ignored'],
    credentials: vendor,
  },
  {
    name: 'Insomnia export',
    text: `curl --request PUT \\
  --url ${url} \\
  --header 'Authorization: Basic YXBpX3VzZXI6YXBpX3Bhc3M=' \\
  --header 'Content-Type: application/json' \\
  --header 'User-Agent: insomnia/9.3.3' \\
  --data '{"dictionary_status_id":"9"}'`,
    fields: { dictionary_status_id: '9' },
    differences: ['password-found', 'header-dropped:User-Agent'],
    credentials: vendor,
  },
  {
    name: 'combined and attached flags',
    text: `curl -sSLk -XPUT -uapi_user:api_pass -HContent-Type:application/json -d'{"status_id":"3"}' ${url}`,
    fields: { status_id: '3' },
    differences: [
      'password-found',
      'option-ignored:-s',
      'option-ignored:-S',
      'redirects-ignored',
      'insecure-ignored',
    ],
    credentials: vendor,
  },
  {
    name: 'a form body by mistake',
    text: `curl -u api_user: -X PUT -d status_id=3 -d 'agent_login=j%20doe' ${url}`,
    fields: { status_id: '3', agent_login: 'j doe' },
    differences: [`content-type-differs:${form}`, 'body-form-encoded'],
    credentials: { username: 'api_user', password: '' },
  },
  {
    name: 'JSON under a form’s content type',
    text: `curl -X PUT -d '{"status_id":"3"}' ${url}`,
    fields: { status_id: '3' },
    differences: [`content-type-differs:${form}`],
  },
  {
    name: 'url-encoded data',
    text: `curl -X PUT ${url} --data-urlencode 'agent_login=żaba & co' --data-urlencode "next_call_date=2028-05-24 12:24"`,
    fields: { agent_login: 'żaba & co', next_call_date: '2028-05-24 12:24' },
    differences: [`content-type-differs:${form}`, 'body-form-encoded'],
  },
  {
    name: '--json',
    text: `curl --json '{"status_id":"3"}' -X PUT ${url}`,
    fields: { status_id: '3' },
    differences: [],
  },
  {
    name: 'POST by omission',
    text: `curl ${url} -H 'Content-Type: application/json' --data-binary '{"status_id":"3"}'`,
    fields: { status_id: '3' },
    differences: ['method-differs:POST'],
  },
  {
    name: 'a read',
    text: `curl -i -v -m 30 --max-time 5 -o /dev/null --http1.1 -A tester -e https://x.example/ ${url}`,
    fields: {},
    differences: [
      'method-differs:GET',
      'header-dropped:User-Agent',
      'header-dropped:Referer',
      'option-ignored:-i',
      'option-ignored:-v',
      'option-ignored:-m',
      'option-ignored:--max-time',
      'option-ignored:-o',
      'option-ignored:--http1.1',
    ],
  },
  {
    name: 'fields in the query',
    text: `curl -G -X PUT ${url} -d status_id=3 -d order=5`,
    fields: {},
    differences: ['query-dropped:status_id, order'],
  },
  {
    name: 'a trailing slash and a doubled one',
    text: `curl -X PUT --path-as-is https://acme.thulium.com//api/crm_outbounds/00001/records/441/ -H 'Content-Type: application/json' -d '{"status_id":"3"}'`,
    fields: { status_id: '3' },
    differences: ['path-differs://api/crm_outbounds/00001/records/441/', 'option-ignored:--path-as-is'],
  },
  {
    name: 'unknown keys and values of no use',
    text: `curl -X PUT ${url} -H 'Content-Type: application/json' -d '{"status":"3","customer_id":441,"order":null,"status_id":12345678901234567890,"agent_login":["a"]}'`,
    fields: {},
    differences: [
      'unknown-key:status',
      'unknown-key:customer_id',
      'value-dropped:order',
      'value-dropped:status_id',
      'value-dropped:agent_login',
    ],
  },
  {
    name: 'broken JSON',
    text: `curl -X PUT ${url} -H 'Content-Type: application/json' -d "{status_id:3}"`,
    fields: {},
    differences: ['body-not-read'],
  },
  {
    name: 'a colleague’s script with variables',
    text: `API=https://acme.thulium.com/api
export CAMPAIGN=00001
curl -s -u "api_user:$API_PASS" -X PUT "$API/crm_outbounds/\${CAMPAIGN}/records/441" \\
  -H "Content-Type: application/json" -d "{\\"status_id\\":\\"3\\"}" | jq .`,
    fields: { status_id: '3' },
    differences: ['option-ignored:-s', 'variable-unknown:API_PASS'],
  },
  {
    name: 'a body piped in',
    text: `echo '{"status_id":"3"}' | curl -X PUT -H 'Content-Type: application/json' --data-binary @- ${url} > /dev/null 2>&1`,
    fields: { status_id: '3' },
    differences: [],
  },
  {
    name: 'a here-document',
    text: `curl -X PUT -H 'Content-Type: application/json' -d @- ${url} <<'EOF'
{
  "agent_login": "j.doe"
}
EOF
echo done`,
    fields: { agent_login: 'j.doe' },
    differences: [],
  },
  {
    name: 'a here-string',
    text: `curl -X PUT -H 'Content-Type: application/json' -d @- ${url} <<< '{"order":"7"}'`,
    fields: { order: '7' },
    differences: [],
  },
  {
    name: 'user info in the URL',
    text: `curl -X PUT 'https://api_user:api%5Fpass@acme.thulium.com/api/crm_outbounds/00001/records/441' --json '{"status_id":"3"}'`,
    fields: { status_id: '3' },
    differences: ['password-found'],
    credentials: vendor,
  },
  {
    name: 'several pieces of data and abbreviated options',
    text: `curl --request PUT ${url} --silen --insec --data-r 'status_id=3' --data-r 'order=4'`,
    fields: { status_id: '3', order: '4' },
    differences: [
      `content-type-differs:${form}`,
      'body-form-encoded',
      'option-ignored:--silen',
      'insecure-ignored',
    ],
  },
  {
    name: 'a prompt in front and a second request behind',
    text: `$ curl -X PUT ${url} --json '{"status_id":"3"}' && curl ${url}`,
    fields: { status_id: '3' },
    differences: ['further-requests-ignored'],
  },
  {
    name: 'headers taken away and emptied',
    text: `curl -X PUT ${url} -H 'Accept:' -H 'X-Empty;' -H 'Expect:' --json '{"status_id":"3"}'`,
    fields: { status_id: '3' },
    differences: ['header-dropped:X-Empty'],
  },
];

/** Lines that this machine can't run: other shells, files, HTTPie's own way. */
export const otherLines: PastedLine[] = [
  {
    name: 'the vendor’s HTTPie',
    text: `echo '{"status_id":"3"}' | http -a api_user:api_pass PUT ${vendorUrl}`,
    fields: { status_id: '3' },
    differences: ['password-found', 'host-differs:https://your-system-name.thulium.com'],
    credentials: vendor,
  },
  {
    name: 'HTTPie with items',
    text: `https --verify=no --auth=api_user:api_pass PUT acme.thulium.com/api/crm_outbounds/00001/records/441 X-Test:1 agent_login=j.doe order:=50`,
    fields: { agent_login: 'j.doe', order: '50' },
    differences: ['password-found', 'header-dropped:X-Test', 'body-number-to-text:order', 'insecure-ignored'],
    credentials: vendor,
  },
  {
    name: 'Chrome, copy as cURL (cmd)',
    text: `curl ^"${url}^" ^
  -X ^"PUT^" ^
  -H ^"accept: */*^" ^
  -H ^"content-type: application/json^" ^
  -H ^"sec-ch-ua: ^\\^"Chromium^\\^";v=^\\^"128^\\^"^" ^
  --data-raw ^"^{^\\^"agent_login^\\^":^\\^"50^%^OFF^% ^& co^\\^",^\\^"status_id^\\^":^\\^"3^\\^"^}^"`,
    fields: { agent_login: '50%OFF% & co', status_id: '3' },
    differences: ['header-dropped:accept', 'header-dropped:sec-ch-ua'],
  },
  {
    name: 'an older Chrome’s cmd',
    text: `curl "${url}" -X "PUT" -H "Content-Type: application/json" --data-binary "{""status_id"":""3""}" --compressed`,
    fields: { status_id: '3' },
    differences: ['option-ignored:--compressed'],
  },
  {
    name: 'cmd with Windows line ends',
    text: `curl.exe -u api_user:api_pass -X PUT ^\r\n -H "Content-Type: application/json" ^\r\n -d "{\\"status_id\\":\\"3\\"}" ^\r\n ${url}\r\n`,
    fields: { status_id: '3' },
    differences: ['password-found'],
    credentials: vendor,
  },
  {
    name: 'PowerShell 5.1',
    text: `curl.exe -u api_user:api_pass -X PUT \`\r\n  -H 'Content-Type: application/json' \`\r\n  -d '{\\"status_id\\":\\"3\\"}' \`\r\n  ${url}`,
    fields: { status_id: '3' },
    differences: ['password-found'],
    credentials: vendor,
  },
  {
    name: 'PowerShell 7 with variables',
    text: `$body = '{"agent_login":"j.doe"}'\n$base = "https://acme.thulium.com"\n& curl.exe -u "api_user:$env:API_PASS" -X PUT -H "Content-Type: application/json" -d $body "$base/api/crm_outbounds/00001/records/441"`,
    fields: { agent_login: 'j.doe' },
    differences: ['variable-unknown:env:API_PASS'],
  },
  {
    name: 'PowerShell with a here-string piped in',
    text: `@'\n{"status_id":"3"}\n'@ | curl.exe -X PUT -H 'Content-Type: application/json' --data-binary '@-' ${url}`,
    fields: { status_id: '3' },
    differences: [],
  },
  {
    name: 'files, which are not read',
    text: `curl -X PUT -H @headers.txt -H 'Content-Type: application/json' -d @body.json -K curlrc ${url}`,
    fields: {},
    differences: ['file-not-read:-H', 'file-not-read:-d', 'file-not-read:-K'],
  },
  {
    name: 'a Bearer token',
    text: `curl -X PUT -H 'Authorization: Bearer abc.def' --json '{"status_id":"3"}' ${url}`,
    fields: { status_id: '3' },
    differences: ['header-dropped:Authorization'],
  },
  {
    name: 'a multipart form',
    text: `curl -X PUT -F status_id=3 -F 'agent_login=j doe' ${url}`,
    fields: { status_id: '3', agent_login: 'j doe' },
    differences: ['content-type-differs:multipart/form-data', 'body-form-encoded'],
  },
];
