import { parseTarget } from '../simulator/diagnosis/route.js';
import { failed, type PastedExchange } from './pasted.js';

/** Failed calls of a log that were refused for one cause. */
export interface FailureGroup {
  status: number | undefined;
  /** The API's messages, or what a client printed in their place; `''` where the log does not tell. */
  message: string;
  calls: readonly PastedExchange[];
}

/**
 * The failed calls of a log by their cause, the most frequent first: those with one status and the same messages. Ids, dates
 * and numbers in a message make no other cause.
 */
export function groupFailures(calls: readonly PastedExchange[]): FailureGroup[] {
  const groups = new Map<string, { status: number | undefined; message: string; calls: PastedExchange[] }>();
  for (const call of calls.filter(failed)) {
    const message = messagesOf(call.response ?? '');
    const key = `${call.status ?? ''} ${message.replace(/\d+/g, '0').toLowerCase()}`;
    const group = groups.get(key);
    if (group) group.calls.push(call);
    else groups.set(key, { status: call.status, message, calls: [call] });
  }
  return [...groups.values()].sort((one, other) => other.calls.length - one.calls.length);
}

function messagesOf(response: string): string {
  const messages = [...response.slice(0, 20_000).matchAll(/"message"\s*:\s*"((?:[^"\\]|\\.){1,300})"?/g)];
  return messages.map(([, text = '']) => text).join(' ');
}

/** The records of these calls, each once, in their order. */
export function recordsOf(calls: readonly PastedExchange[]): { campaignId: string; customerId: string }[] {
  const found = new Map<string, { campaignId: string; customerId: string }>();
  for (const { method = 'PUT', url = '' } of calls) {
    const { campaignId, customerId } = parseTarget(method, url).route ?? {};
    if (campaignId !== undefined && customerId !== undefined)
      found.set(`${campaignId}/${customerId}`, { campaignId, customerId });
  }
  return [...found.values()];
}

/** The records as a source file of a bulk update: a line each, ids as they are named in the API. */
export function recordsCsv(records: readonly { campaignId: string; customerId: string }[]): string {
  const plain = records.filter(
    ({ campaignId, customerId }) => /^\w{1,40}$/.test(campaignId) && /^\w{1,40}$/.test(customerId),
  );
  return [
    'campaign_id,customer_id',
    ...plain.map((each) => `${each.campaignId},${each.customerId}`),
    '',
  ].join('\r\n');
}
