import { jsonContentType } from '../../core/request.js';
import type { SnippetRequest, SnippetTarget } from '../registry.js';

/**
 * PHP's own HTTP streams, so that it runs without ext-curl. The vendor's sample has two mistakes that are not repeated:
 * it counts characters instead of bytes for Content-Length, and takes the empty body of a success for a failure.
 */
export const php: SnippetTarget = { label: 'PHP', language: 'php', render };

function render({ request, username, passwordVariable }: SnippetRequest): string {
  return `<?php

$password = getenv('${passwordVariable}');
if ($password === false) {
    exit("Set ${passwordVariable}\\n");
}
$context = stream_context_create(['http' => [
    'method' => '${request.method}',
    'header' => [
        ${phpString(`Content-Type: ${jsonContentType}`)},
        'Authorization: Basic ' . base64_encode(${phpString(`${username}:`)} . $password),
    ],
    'content' => ${phpString(request.body)}, // PHP itself counts the bytes for Content-Length
    'follow_location' => 0,
    'ignore_errors' => true, // so that the messages of a refusal can be read
    'timeout' => 30,
]]);
$stream = fopen(${phpString(request.url)}, 'r', false, $context);
if ($stream === false) {
    exit(1); // PHP has said why
}
$status = stream_get_meta_data($stream)['wrapper_data'][0];
echo $status, "\\n", stream_get_contents($stream), "\\n"; // the body of a success is empty
exit(preg_match('~^HTTP/\\S+ 2~', $status) === 1 ? 0 : 1);`;
}

function phpString(text: string): string {
  return `'${text.replace(/['\\]/g, '\\$&')}'`;
}
