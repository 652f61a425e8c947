import { base64 } from '../core/connection.js';
import { hidden } from '../core/redact.js';
import { likely, type Diagnosis, type DiagnosisCode } from '../simulator/diagnosis/codes.js';
import { diagnose } from '../simulator/diagnosis/diagnose.js';
import type { Exchange, Knowledge } from '../simulator/diagnosis/exchange.js';
import type { PastedExchange } from './pasted.js';
import { resolveUrl, withoutVariables } from './variables.js';

/** Where the address is not known, one that is right stands in for it, and nothing is read for its ids. */
const documentedTarget = '/api/crm_outbounds/00001/records/441';

/**
 * What is wrong with a pasted call. Only of bytes that are known to have travelled something is `documented`; what a
 * logger or a language tells makes a finding `likely`. What a variable hides is not judged.
 */
export function diagnosePaste(pasted: PastedExchange, knowledge: Knowledge): Diagnosis[] {
  const { url, campaignHidden, customerHidden } = resolveUrl(pasted.url ?? '');
  const all = diagnose(toExchange(pasted), knowledge).filter(
    ({ code }) => !isHidden(code, campaignHidden, customerHidden, url),
  );
  const certain = pasted.travelled !== false;
  const form = pasted.bodyForm ?? 'bytes';
  const bodyCertain = certain && form === 'bytes' && !hasVariables(pasted);
  return all
    .filter(
      ({ code, params }) =>
        !(code === 'unchanged' && (!bodyCertain || (pasted.status !== undefined && params?.kind === 'same'))),
    )
    .map((each) =>
      each.certainty === 'documented' && !(ofBody.includes(each.code) ? bodyCertain : certain)
        ? likely(each.code, each.params)
        : each,
    );
}

/** What follows from the body alone. */
const ofBody: readonly DiagnosisCode[] = [
  'body-missing',
  'body-form-encoded',
  'body-not-object',
  'json-broken',
  'content-length',
  'encoding',
  'unknown-key',
  'null-value',
  'status-unknown',
  'agent-required',
  'date-required',
  'date-format',
  'date-impossible',
  'agent-unknown',
  'agent-inactive',
  'unchanged',
];

function isHidden(
  code: DiagnosisCode,
  campaign: boolean,
  customer: boolean,
  url: string | undefined,
): boolean {
  if (campaign && (code === 'campaign-id-shape' || code === 'campaign-unknown')) return true;
  if (customer && code === 'customer-unknown') return true;
  return url === undefined && (code === 'path-wrong' || code === 'trailing-slash');
}

/** What the diagnosis takes. */
export function toExchange(pasted: PastedExchange): Exchange {
  const { method, url = documentedTarget, headers, body, status, response } = pasted;
  const known = body !== undefined && hasVariables(pasted) ? withoutVariables(body) : body;
  const sized = (pasted.bodyForm ?? 'bytes') === 'bytes' && !hasVariables(pasted);
  return {
    method: method ?? 'PUT',
    target: resolveUrl(url).url ?? documentedTarget,
    ...(headers && {
      headers: headers
        .filter(([name]) => sized || name.toLowerCase() !== 'content-length')
        .map(([name, value]) => [name, withoutGap(name, value)] as const),
    }),
    body: new TextEncoder().encode(known ?? ''),
    ...(known === undefined && { bodyUnknown: true }),
    ...(status !== undefined && { response: { status, ...(response !== undefined && { body: response }) } }),
  };
}

function hasVariables({ variables = [], body = '' }: PastedExchange): boolean {
  return variables.some((each) => body.includes(each));
}

/** Credentials that are hidden, or a variable of the shell, are taken to have been right in form. */
function withoutGap(name: string, value: string): string {
  const gap =
    value.includes(hidden) ||
    /[$%{<*[█]/.test(value) ||
    /\.\.\.|…|^X+$|redacted|filtered|hidden|\bobject\b/i.test(value);
  if (name.toLowerCase() !== 'authorization' || !gap) return value;
  const scheme = /^[A-Za-z-]+(?=\s)/.exec(value)?.[0] ?? 'Basic';
  return `${scheme} ${base64('user:password')}`;
}
