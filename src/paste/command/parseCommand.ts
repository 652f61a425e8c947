import { readShell } from '../shell/readShell.js';
import type { Command, Pipeline, Word } from '../shell/commands.js';
import { difference, distinct, type Difference } from '../differences.js';
import { parseHttpie } from './httpieCommand.js';
import { readCurlArguments } from './curlCommand.js';
import type { CurlRequest, ParsedCurl } from './commandRequest.js';

const clients = /^(?:.*[\\/])?(curl|https?|httpie)(?:\.exe)?$/i;

/**
 * Reads a pasted command line (cURL for bash, PowerShell or cmd; HTTPie as on the vendor's page) as the request it
 * would send. Nothing is run and no file is read; what an `echo` or `printf` pipes in is known.
 * Takes the first request of the text.
 */
export function parseCurl(text: string): ParsedCurl {
  const shell = readShell(text);
  if (!shell.ok) return { problem: shell.problem };
  const calls = shell.pipelines.flatMap((pipeline) =>
    pipeline.flatMap((_, index) => findCall(pipeline, index)),
  );
  const [call] = calls;
  if (!call) return { problem: 'no-command' };
  const texts = call.words.map((word) => word.text);
  const parsed =
    call.client === 'curl'
      ? readCurlArguments(texts, call.stdin)
      : parseHttpie(call.client, texts, call.stdin);
  if ('problem' in parsed) return parsed;
  const notes: Difference[] = [
    ...parsed.notes,
    ...call.words.flatMap((word) => word.variables.map((name) => difference('variable-unknown', { name }))),
    ...(calls.length > 1 ? [difference('further-requests-ignored')] : []),
  ];
  return { ok: withoutVariablePassword(parsed.ok, call.words), notes: distinct(notes) };
}

interface Call {
  client: string;
  words: readonly Word[];
  stdin: string | undefined;
}

function findCall(pipeline: Pipeline, index: number): Call[] {
  const command = pipeline[index];
  const at = command?.words.findIndex(({ text }) => clients.test(text)) ?? -1;
  if (!command || at === -1 || printed(command) !== undefined) return [];
  const client = clients.exec(command.words[at]?.text ?? '')?.[1]?.toLowerCase() ?? '';
  const before = pipeline[index - 1];
  return [
    { client, words: command.words.slice(at + 1), stdin: command.stdin ?? (before && printed(before)) },
  ];
}

/** What a command writes, when that can be told: `echo`, `printf '%s'`, a here-document of `cat`, a bare text of PowerShell. */
function printed(command: Command): string | undefined {
  const [name = '', ...texts] = command.words.map((word) => word.text);
  const [first = '', ...rest] = texts;
  switch (name.toLowerCase()) {
    case 'echo':
    case 'write-output':
      return `${(/^-[neE]+$/.test(first) ? rest : texts).join(' ')}\n`;
    case 'printf':
      return /^%s(?:\\n)?$/.test(first) ? rest.join('') : first.replaceAll('\\n', '\n').replaceAll('%%', '%');
    case 'cat':
      return command.stdin;
    default:
      return texts.length === 0 && /^\s*\{/.test(name) ? name : undefined;
  }
}

/** A reference such as `$THULIUM_PASSWORD` is no password. */
function withoutVariablePassword(request: CurlRequest, words: readonly Word[]): CurlRequest {
  const { password, ...rest } = request;
  if (password === undefined) return request;
  return words.some(({ text, variables }) => variables.length > 0 && text.includes(password))
    ? rest
    : request;
}
