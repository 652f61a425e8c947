import { jsonContentType } from '../../core/request.js';
import { bashQuote } from '../quoting/bash.js';
import type { SnippetTarget } from '../snippet.js';

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
export function globOff(url: string): string {
  return /[[\]{}]/.test(url) ? ' --globoff' : '';
}
