import type { RpcReport } from '../../protocol/rpc.js';

/** A line for the log on what a page sent in vain, without the content of the message. */
export function reportText(page: string, { kind, name, error }: RpcReport): string {
  const why = kind === 'handler-failed' ? `: ${String(error)}` : '';
  return `${page} sent a message that was not served: ${kind}${name === undefined ? '' : ` (${name})`}${why}`;
}
