import { jsonContentType } from '../../core/request.js';
import type { SnippetRequest, SnippetTarget } from '../snippet.js';
import { globOff } from './curl.js';

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
