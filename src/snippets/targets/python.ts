import { jsonContentType } from '../../core/request.js';
import type { SnippetRequest, SnippetTarget } from '../registry.js';

/**
 * Python 3 with the standard library alone, not `requests`: it runs on any machine without installing a package.
 * urllib raises on a redirect of a PUT instead of following it. JSON's string literals are Python's too.
 */
export const python: SnippetTarget = { label: 'Python', language: 'python', render };

function render({ request, username, passwordVariable }: SnippetRequest): string {
  return `import base64
import os
import sys
import urllib.error
import urllib.request

credentials = ${JSON.stringify(`${username}:`)} + os.environ["${passwordVariable}"]
request = urllib.request.Request(
    ${JSON.stringify(request.url)},
    method="${request.method}",
    headers={
        "Authorization": "Basic " + base64.b64encode(credentials.encode("utf-8")).decode("ascii"),
        "Content-Type": ${JSON.stringify(jsonContentType)},
    },
    data=${JSON.stringify(request.body)}.encode("utf-8"),
)
try:
    with urllib.request.urlopen(request, timeout=30) as response:
        print(response.status, response.read().decode("utf-8"))  # the body of a success is empty
except urllib.error.HTTPError as error:
    sys.exit(f"{error.code} {error.read().decode('utf-8')}")`;
}
