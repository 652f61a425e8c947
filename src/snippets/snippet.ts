import type { ApiRequest } from '../core/request.js';

/** What a snippet is made of: the very request that the extension would send, less the secret. */
export interface SnippetRequest {
  /** From core's `updateRequest`, so that a snippet can't differ from what the extension sends. */
  request: ApiRequest & { body: string };
  username: string;
  /** Name of the environment variable that holds the password when the snippet runs; never the password. */
  passwordVariable: string;
}

/** One way to write a request down. */
export interface SnippetTarget {
  /** The tool's own name, the same in every language. */
  label: string;
  /** VS Code's language id, for a document that shows the snippet. */
  language: string;
  /** The snippet, lines ended by `\n`, the last one without. */
  render(snippet: SnippetRequest): string;
}
