import type { RecordUpdate } from '../core/record.js';
import { updateRequest, type ApiRequest } from '../core/request.js';
import { curl, curlCmd, curlPowershell } from './targets/curl.js';
import { httpFile } from './targets/httpFile.js';
import { httpie } from './targets/httpie.js';
import { java } from './targets/java.js';
import { javascript } from './targets/javascript.js';
import { php } from './targets/php.js';
import { python } from './targets/python.js';
import { thuliumRestClient } from './targets/thuliumRestClient.js';

/** Every target by the name that `thulium.copyRequestAs` takes, in the order of its menu: a new one is a file and a line here. */
export const snippetTargets = {
  curl,
  'curl-powershell': curlPowershell,
  'curl-cmd': curlCmd,
  'http-file': httpFile,
  httpie,
  php,
  java,
  'thulium-rest-client': thuliumRestClient,
  javascript,
  python,
} satisfies Record<string, SnippetTarget>;

export type SnippetTargetId = keyof typeof snippetTargets;

/** True for the name of a target, for text that comes from a command's argument. */
export function isSnippetTarget(text: string): text is SnippetTargetId {
  return Object.hasOwn(snippetTargets, text);
}

/** Where snippets look for the password unless told otherwise. */
const defaultPasswordVariable = 'THULIUM_PASSWORD';

interface SnippetOptions {
  /** As a connection keeps it: without the trailing slash and without `/api`. */
  baseUrl: string;
  username: string;
  /** A validated update; one that is not makes `updateRequest` throw. */
  update: RecordUpdate;
  /** Name of the environment variable for the password, `THULIUM_PASSWORD` unless given. */
  passwordPlaceholder?: string;
}

/**
 * The request of an update as text that somebody else's tool sends: same method, URL, credentials and JSON.
 * There is no way to put a password in: every target reads it from an environment variable.
 *
 * @throws TypeError when `passwordPlaceholder` is no name of a variable, or core's `updateRequest` refuses the ids
 */
export function renderSnippet(target: SnippetTargetId, options: SnippetOptions): string {
  const passwordVariable = options.passwordPlaceholder ?? defaultPasswordVariable;
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(passwordVariable)) {
    throw new TypeError('The placeholder of the password must be the name of an environment variable');
  }
  const request = updateRequest(options.baseUrl, options.update);
  const body = request.body ?? '';
  return snippetTargets[target].render({
    request: { ...request, body },
    username: options.username,
    passwordVariable,
  });
}

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
