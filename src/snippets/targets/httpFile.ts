import { jsonContentType } from '../../core/request.js';
import type { SnippetTarget } from '../registry.js';

/**
 * A `.http` file as REST Client and httpYac both read it: each makes the Basic token of a user and a password
 * with a blank between them, knows `$processEnv` and `@no-redirect`. Two braces would be a variable
 * even inside the body, so the second of a pair becomes JSON's `\u007b`.
 */
export const httpFile: SnippetTarget = {
  label: 'REST Client, httpYac (.http)',
  language: 'http',
  render: ({ request, username, passwordVariable }) =>
    [
      '# @no-redirect',
      `${request.method} ${request.url}`,
      `Authorization: Basic ${username} {{$processEnv ${passwordVariable}}}`,
      `Content-Type: ${jsonContentType}`,
      '',
      request.body.replace(/(?<=\{)\{/g, '\\u007b'),
    ].join('\n'),
};
