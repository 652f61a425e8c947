import { documented, likely, unknown, type Diagnosis, type DiagnosisCode } from './codes.js';
import type { Exchange } from './exchange.js';
import { judgeCount, readCount } from './parameters.js';
import type { Target } from './route.js';

/** Words of the API's English and Polish messages that point to one cause. */
const messageHints: readonly (readonly [RegExp, DiagnosisCode])[] = [
  [/agent not found|nie znaleziono agenta/i, 'agent-unknown'],
  [/status.*(not found|unknown|invalid)|(nie znaleziono|nieznany|błędny).*status/i, 'status-unknown'],
  [/(customer|record).*not found|nie znaleziono.*(klienta|rekordu)/i, 'customer-unknown'],
  [/(campaign|outbound).*not found|nie znaleziono.*kampanii/i, 'campaign-unknown'],
  [/already exists|already in (?:the )?campaign|już istnieje|już (?:został|jest) dodan/i, 'record-exists'],
  [/next_call_date.*(required|wymagan)/i, 'date-required'],
  [/agent_login.*(required|wymagan)/i, 'agent-required'],
];

/**
 * What the answer alone suggests, for a request in which nothing else was found: its status, then the
 * words of its messages.
 */
export function diagnoseResponse(exchange: Exchange, { route, query }: Target): Diagnosis[] {
  const { response } = exchange;
  if (!response) return [];
  if (response.status >= 200 && response.status < 300) {
    if (route?.call === 'addRecords' || route?.call === 'removeRecords') return diagnoseBatch(response.body);
    if (exchange.method !== 'GET') return diagnoseSuccess(response);
    const page = route?.call === 'listRecords' ? readCount(response.body ?? '') : undefined;
    return page ? judgeCount(query, page.count, page.read, true) : [];
  }
  switch (response.status) {
    case 401:
      return [likely('auth-wrong', { kind: 'response' })];
    case 403:
      return [documented('auth-wrong', { kind: 'forbidden' })];
    case 405:
      return [
        likely('method-wrong', { method: exchange.method, allowed: (route?.allowed ?? []).join(', ') }),
      ];
    case 413:
    case 415:
      return response.status === 415 ? [likely('content-type', { kind: 'response' })] : [];
  }
  if (response.status < 400 || response.status >= 500) return [];
  if (route?.notSimulated) return [];
  const body = (response.body ?? '').slice(0, 10_000);
  const hinted = messageHints.filter(([pattern]) => pattern.test(body)).map(([, code]) => code);
  if (hinted.length > 0) return hinted.map((code) => likely(code, { kind: 'response' }));
  if (response.status !== 404 || !route) return [];
  const codes: DiagnosisCode[] = [];
  if (route.campaignId !== undefined) codes.push('campaign-unknown');
  if (route.customerId !== undefined) codes.push('customer-unknown');
  return codes.map((code) => likely(code, { kind: 'response' }));
}

/** Somebody who asks why a write failed that succeeded has code which takes the answer for an error. */
function diagnoseSuccess({ status, body = '' }: NonNullable<Exchange['response']>): Diagnosis[] {
  return /"errors"\s*:\s*\[\s*[^\]\s]/.test(body.slice(0, 10_000))
    ? []
    : [unknown('success-misread', { kind: 'answer', status: String(status) })];
}

/** The answer of a batch call: its own status says nothing about the single records. */
function diagnoseBatch(body = ''): Diagnosis[] {
  return body.includes('"ALREADY_EXISTS"') ? [documented('record-exists', { kind: 'batch', value: '' })] : [];
}
