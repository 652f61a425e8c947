import { dumpsIn, isDumpedObject, readDump, textOf, unescape, type DumpedObject } from './dump.js';
import type { PastedExchange } from './pastedRequest.js';
import { hasRecordField } from './structured.js';

/** What tells that a text is a program that sends a request, and no log of one. */
const program =
  /\b(?:curl_(?:init|setopt)|stream_context_create|file_get_contents\(|HttpRequest\b|HttpURLConnection|RestClient\b|RestTemplate\b|WebClient\b|OkHttpClient|Request\.Builder|HttpClient\b|HttpPut\(|requests\.\w|httpx\.\w|urllib\.request|http\.client|aiohttp|fetch\(|axios[.(]|\$\.ajax|got[.(]|superagent|XMLHttpRequest|Net::HTTP|Faraday|HTTParty|http\.NewRequest|Http::|GuzzleHttp|HttpClient::create|pm\.sendRequest|http\.(?:put|request)\()|->(?:put|request)\(|\.(?:put|putAsync|PutAsync|request)\(/;

const methodWritten: readonly RegExp[] = [
  /CURLOPT_CUSTOMREQUEST\s{0,4}(?:,|=>)\s{0,4}["'](\w{3,7})["']/,
  /["']?\bmethod["']?\s{0,4}(?:=>|[:=])\s{0,4}["'`](\w{3,7})["'`]/i,
  /\bmethod\(\s{0,4}["'](\w{3,7})["']/,
  /(?:request|Request|NewRequest|NewRequestWithContext|open|setRequestMethod|HttpMethod)\(\s{0,4}(?:\w{1,20}\s?,\s?)?["'](GET|PUT|POST|PATCH|DELETE|put|get|post|patch|delete)["']/,
  /HttpMethod\.(\w{3,7})\b|Method\.(Put|Get|Post|Patch|Delete)\b|Net::HTTP::(Put|Get|Post|Patch|Delete)\b|\bHttp(Put|Get|Post|Patch|Delete)\(/,
  /(?:\.|->|::)(put|PUT|Put|get|GET|Get|post|POST|Post|patch|PATCH|delete|DELETE)(?:Async|AsJson|AsJsonAsync|ForObject)?\(/,
];

interface Literal {
  text: string;
  start: number;
  end: number;
}

/**
 * The request that a program would send, for the libraries of PHP, Java, JavaScript, Python, Ruby, Go and C#: the address
 * and the body among its texts, the method by how these libraries name it. Undefined where no address of the API
 * stands in it.
 */
export function readProgram(text: string): PastedExchange | undefined {
  if (!program.test(text)) return undefined;
  const literals = literalsIn(text);
  const joined = joinedLiterals(text, literals);
  const address = joined.find((each) =>
    /^[^\s"'<>]{0,400}\/(?:api\/|crm_outbounds\/|outbounds\b|customers\b)[^\s"'<>]{0,400}$/.test(each.text),
  );
  if (!address) return undefined;
  const method = methodWritten
    .map((each) =>
      each
        .exec(text)
        ?.slice(1)
        .find((one: string | undefined) => one !== undefined),
    )
    .find((each) => each !== undefined);
  return {
    method: (method ?? (/CURLOPT_PUT\b/.test(text) ? 'PUT' : 'GET')).toUpperCase(),
    url: address.text,
    ...bodyIn(text, literals),
    kind: 'code',
    travelled: true,
  };
}

function bodyIn(text: string, literals: readonly Literal[]): PastedExchange {
  const written = literals.find(
    ({ text: each }) =>
      /^\s*\{\s*(?:"|\})/.test(each) && /[:}]/.test(each) && !/^\s*\{\s*"(?:request_id|errors)"/.test(each),
  );
  if (written) return { body: written.text };
  const value = objectIn(text);
  if (!value) return {};
  const { object, start } = value;
  const before = text.slice(Math.max(0, start - 60), start);
  if (
    /(?:form_params['"]?\s*=>|http_build_query\(|URLSearchParams\(|urlencode\(|asForm\(\)|set_form_data\()\s*(?:\[|\{|array\()?\s*$/.test(
      before,
    )
  ) {
    const pairs = Object.entries(object).map(([name, each]): [string, string] => [name, textOf(each)]);
    return { body: new URLSearchParams(pairs).toString(), bodyForm: 'text' };
  }
  return { body: JSON.stringify(object), bodyForm: 'value' };
}

/** The first object with a parameter of the call. */
function objectIn(text: string): { object: DumpedObject; start: number } | undefined {
  const opening =
    /[{[(]\s{0,40}["':]?(?:status_id|dictionary_status_id|agent_login|next_call_date|order)["']?\s{0,8}(?:=>|:|=)/g;
  for (let match = opening.exec(text), tries = 0; match && tries < 50; match = opening.exec(text), tries++) {
    const dump = readDump(text, match.index);
    if (dump && isDumpedObject(dump.value) && hasRecordField(dump.value))
      return { object: dump.value, start: match.index };
  }
  const dump = dumpsIn(text.slice(0, 100_000)).find(
    ({ value }) => isDumpedObject(value) && hasRecordField(value),
  );
  return dump && isDumpedObject(dump.value) ? { object: dump.value, start: dump.start } : undefined;
}

/** The texts of a program; comments are not told apart, but for an apostrophe in one. */
function literalsIn(text: string): Literal[] {
  const found: Literal[] = [];
  const pattern =
    /"""([\s\S]*?)"""|"((?:[^"\\\n]|\\[\s\S])*)"|'((?:[^'\\\n]|\\[\s\S])*)'|`((?:[^`\\]|\\[\s\S])*)`|(?:^|\s)(?:\/\/|#)[^\n]*/g;
  for (let match = pattern.exec(text); match && found.length < 20_000; match = pattern.exec(text)) {
    const inner = match[1] ?? match[2] ?? match[3] ?? match[4];
    if (inner === undefined) continue;
    // In PHP's single quotes only the quote and the back slash are escaped, which reads the same here.
    found.push({ text: unescape(inner), start: match.index, end: pattern.lastIndex });
  }
  return found;
}

/** Literals that `+` or `.` joins become one text, with `${…}` for what stands between them. */
function joinedLiterals(text: string, literals: readonly Literal[]): Literal[] {
  const all: Literal[] = [];
  for (const literal of literals) {
    const last = all.at(-1);
    const between = last === undefined ? '' : text.slice(last.end, Math.min(literal.start, last.end + 120));
    const [, expression] = /^\s*[.+]\s*(?:([\w$>()[\]."'-]{1,80}?)\s*[.+]\s*)?$/.exec(between) ?? [];
    if (last && last.end + 120 >= literal.start && /^\s*[.+]/.test(between) && /[.+]\s*$/.test(between)) {
      last.text += (expression === undefined ? '' : '${x}') + literal.text;
      last.end = literal.end;
    } else all.push({ ...literal });
  }
  // What is joined behind the last of them is an id that nobody knows here.
  return all.map((each) => {
    const open = each.text.endsWith('/') && /^\s*[.+]\s*[\w$(]/.test(text.slice(each.end, each.end + 60));
    return open ? { ...each, text: `${each.text}\${x}` } : each;
  });
}
