import { jsonContentType } from '../../core/request.js';
import { bashQuote, cmdJson, cmdQuote } from '../quoting.js';
import type { SnippetTarget, SnippetRequest } from '../registry.js';

/**
 * For bash, zsh and sh. `--include`, because the documented success is an empty body: without the status
 * line nothing would be seen. `--data-raw`, because it gives no meaning to an `@`.
 */
export const curl: SnippetTarget = {
  label: 'cURL (bash)',
  language: 'shellscript',
  render: ({ request, username, passwordVariable }) =>
    [
      `curl --include${globOff(request.url)} --request ${request.method} ${bashQuote(request.url)}`,
      `  --user ${bashQuote(username)}:"$${passwordVariable}"`,
      `  --header ${bashQuote(`Content-Type: ${jsonContentType}`)}`,
      `  --data-raw ${bashQuote(request.body)}`,
    ].join(' \\\n'),
};

/** curl reads brackets and braces of a URL as ranges unless told not to. */
function globOff(url: string): string {
  return /[[\]{}]/.test(url) ? ' --globoff' : '';
}

/** For the Windows command prompt. A password with a double quote can't be handed over this way. */
export const curlCmd: SnippetTarget = {
  label: 'cURL (cmd)',
  language: 'bat',
  render: ({ request, username, passwordVariable }) =>
    [
      `curl.exe --include${globOff(request.url)} --request ${request.method} ${cmdQuote(request.url)}`,
      `  --user ${cmdQuote(username)}:"%${passwordVariable}%"`,
      `  --header ${cmdQuote(`Content-Type: ${jsonContentType}`)}`,
      `  --data-raw ${cmdJson(request.body)}`,
    ].join(' ^\n'),
};

/**
 * For Windows PowerShell 5.1 and PowerShell 7 on Windows. No argument of curl.exe may contain a double quote:
 * 5.1 drops it, 7.3 and later keep it. A pipe is no way around: 5.1 sends ASCII, or a byte order mark, and
 * both add a line end. So the body goes through a file, as exact UTF-8 bytes, and the credentials
 * are encoded here, which also keeps letters beyond ASCII whole in a curl.exe that knows only the ANSI code
 * page. `curl.exe`, because `curl` is another command in 5.1.
 */
export const curlPowershell: SnippetTarget = {
  label: 'cURL (PowerShell)',
  language: 'powershell',
  render,
};

function render({ request, username, passwordVariable }: SnippetRequest): string {
  return [
    `$user = ${powershellQuote(`${username}:`)} + $env:${passwordVariable}`,
    '$token = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($user))',
    '$body = [IO.Path]::GetTempFileName()',
    `[IO.File]::WriteAllText($body, ${powershellQuote(request.body)}) # UTF-8 without a byte order mark`,
    `curl.exe --include${globOff(request.url)} --request ${request.method} ${powershellQuote(request.url)} \``,
    '  --header "Authorization: Basic $token" `',
    `  --header ${powershellQuote(`Content-Type: ${jsonContentType}`)} \``,
    '  --data-binary "@$body"',
    'Remove-Item $body',
  ].join('\n');
}

/** PowerShell takes the four typographic single quotes for the plain one; doubled, each stands for itself. */
function powershellQuote(text: string): string {
  return `'${text.replace(/['\u2018-\u201b]/g, '$&$&')}'`;
}
