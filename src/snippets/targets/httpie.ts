import { jsonContentType } from '../../core/request.js';
import { bashQuote } from '../quoting.js';
import type { SnippetTarget } from '../registry.js';

/**
 * For HTTPie 1 to 3 in bash, the body on standard input as in the vendor's example; `printf` instead of its
 * `echo`, which some shells let interpret backslashes. `--check-status` makes a refusal an exit status.
 */
export const httpie: SnippetTarget = {
  label: 'HTTPie',
  language: 'shellscript',
  render: ({ request, username, passwordVariable }) =>
    [
      `printf '%s' ${bashQuote(request.body)} |`,
      `  http --check-status --auth=${bashQuote(username)}:"$${passwordVariable}" \\`,
      `  ${request.method} ${bashQuote(request.url)} ${bashQuote(`Content-Type:${jsonContentType}`)}`,
    ].join('\n'),
};
