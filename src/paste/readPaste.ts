import { basicAuthorization } from '../core/connection.js';
import { hidden } from '../core/redact.js';
import type { PastedExchange } from './pasted.js';
import { readHttp } from './httpText.js';
import { jsonObjects, readLog } from './logText.js';
import type { DifferenceCode } from './differences.js';
import { parseCurl } from './command/parseCommand.js';

/** Longest text that is read, in characters; more is a whole log, not an excerpt. */
export const longestPaste = 200_000;

/** Where a command ends and what it printed begins. */
const outputLine = /^(?:[<>*] |\* |HTTP\/|\s*\{\s*"(?:request_id|errors)")/m;
const command = /(?:^|[\s;|&$(])(?:curl|https?)(?:\.exe)?\s/m;
/** Kept from every other reader of a command, who needs no credentials; here its form is judged. */
const authorizationHeader = /["'\s]authorization\s*:\s*([^"'\r\n]+)/i;
/** The body is known to exist but not what it holds. */
const bodyElsewhere: readonly DifferenceCode[] = ['file-not-read'];

/**
 * Reads what somebody pasted: a cURL or HTTPie command, perhaps with what it printed, an HTTP request, or lines of
 * a log. Undefined when there is no request in it.
 */
export function readPaste(text: string): PastedExchange | undefined {
  const cut = text.slice(0, longestPaste);
  return readCommand(cut) ?? readMessage(cut) ?? readLog(cut);
}

function readCommand(text: string): PastedExchange | undefined {
  if (!command.test(text)) return undefined;
  const end = outputLine.exec(text)?.index ?? text.length;
  const parsed = parseCurl(text.slice(0, end));
  if ('problem' in parsed) return undefined;
  const { method, url, headers, body, username, password } = parsed.ok;
  const unknown = parsed.notes.some(({ code }) => bodyElsewhere.includes(code));
  const pairs = headers.map(({ name, value }): [string, string] => [name, value]);
  const written = authorizationHeader.exec(text)?.[1];
  if (written !== undefined) pairs.push(['Authorization', written.trim()]);
  else if (username !== undefined) {
    pairs.push(['Authorization', basicAuthorization({ username, password: password ?? hidden })]);
  }
  return {
    method,
    url,
    headers: pairs,
    ...(unknown ? {} : { body: body ?? '' }),
    ...printed(text.slice(end)),
  };
}

/** The answer that a command printed. */
function printed(output: string): PastedExchange {
  const { status, response } = readHttp(output) ?? {};
  const answer = response ?? jsonObjects(output).find((each) => /"(?:errors|request_id)"\s*:/.test(each));
  const known = status ?? (answer === undefined ? undefined : 400);
  return {
    ...(known !== undefined && { status: known }),
    ...(answer !== undefined && { response: answer }),
  };
}

/** A whole message only: one line such as `PUT /api/…` is a line of a log. */
function readMessage(text: string): PastedExchange | undefined {
  const read = readHttp(text);
  if (read?.url === undefined) return undefined;
  return read.headers !== undefined || read.status !== undefined ? read : undefined;
}
