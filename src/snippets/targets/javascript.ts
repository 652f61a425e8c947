import { jsonContentType } from '../../core/request.js';
import type { SnippetRequest, SnippetTarget } from '../registry.js';

/** An ES module for Node 18 and later, whose `fetch` needs no package. */
export const javascript: SnippetTarget = { label: 'JavaScript (Node.js)', language: 'javascript', render };

function render({ request, username, passwordVariable }: SnippetRequest): string {
  return `const password = process.env.${passwordVariable};
if (password === undefined) throw new Error('Set ${passwordVariable}');

const response = await fetch(${JSON.stringify(request.url)}, {
  method: '${request.method}',
  headers: {
    Authorization: 'Basic ' + Buffer.from(${JSON.stringify(`${username}:`)} + password).toString('base64'),
    'Content-Type': ${JSON.stringify(jsonContentType)},
  },
  body: ${JSON.stringify(request.body)},
  redirect: 'manual',
  signal: AbortSignal.timeout(30_000),
});
console.log(response.status, await response.text()); // the body of a success is empty
if (!response.ok) process.exitCode = 1;`;
}
