import { jsonContentType } from '../../core/request.js';
import { cmdJson, cmdQuote } from '../quoting/cmd.js';
import type { SnippetTarget } from '../snippet.js';
import { globOff } from './curl.js';

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
