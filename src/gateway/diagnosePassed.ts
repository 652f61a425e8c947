import { brotliDecompressSync, constants, gunzipSync, inflateSync } from 'node:zlib';
import type { Diagnosis, Exchange, Knowledge } from '../simulator/diagnosis/codes.js';
import { diagnose } from '../simulator/diagnosis/diagnose.js';
import { parseTarget } from '../simulator/diagnosis/route.js';

/** Reads what the system knows of the ids in a path, by reads alone; best effort and within a few seconds. */
export type Learn = (ids: {
  campaignId: string;
  customerId?: string;
  /** The record is worth a read only where the request failed: after one that succeeded it holds what was sent. */
  withRecord: boolean;
}) => Promise<Knowledge>;

/**
 * What is wrong with a request that the real system has answered. A call of the vendor that is not known here is not
 * judged, and of one that succeeded nothing is said that only explains a refusal.
 */
export async function diagnosePassed(
  exchange: Exchange,
  knowledge: Knowledge,
  learn: Learn,
): Promise<Diagnosis[]> {
  const { route, suggestion } = parseTarget(exchange.method, exchange.target);
  const failed = (exchange.response?.status ?? 0) >= 400;
  const isKnown = route ? route.notSimulated === undefined : suggestion !== undefined;
  if (!isKnown || (route?.call === undefined && !failed)) return [];
  const { campaignId, customerId } = route ?? {};
  const learnt =
    campaignId === undefined
      ? {}
      : await learn({ campaignId, ...(customerId !== undefined && { customerId }), withRecord: failed });
  const found = diagnose(exchange, { ...learnt, ...knowledge });
  return failed ? found : found.filter(({ code }) => code !== 'success-misread' && code !== 'unchanged');
}

/** The largest answer that is kept to be read, before and after it is unpacked, in bytes. */
export const readAnswerBytes = 1024 * 1024;

/** The text of an answer's bytes as they travelled; what cannot be unpacked is empty. */
export function answerText(bytes: Buffer, encoding: string): string {
  const options = { maxOutputLength: readAnswerBytes };
  // An answer of which only the start was kept is unpacked as far as it goes.
  const zip = { ...options, finishFlush: constants.Z_SYNC_FLUSH };
  try {
    switch (encoding.trim().toLowerCase()) {
      case '':
      case 'identity':
        return bytes.toString();
      case 'gzip':
      case 'x-gzip':
        return gunzipSync(bytes, zip).toString();
      case 'deflate':
        return inflateSync(bytes, zip).toString();
      case 'br':
        return brotliDecompressSync(bytes, options).toString();
      default:
        return '';
    }
  } catch {
    return '';
  }
}
