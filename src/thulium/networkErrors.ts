import type { CodedFailure } from '../core/errors.js';

/** What is known of the peer when a connection fails. */
export interface Peer {
  host: string;
  /** Who signed the certificate that was shown, where one was. */
  issuer?: string;
}

/** OpenSSL's verdicts on a certificate, as Node names them, that start with neither CERT_ nor ERR_. */
const certificateCodes = new Set([
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_CRL',
  'UNABLE_TO_DECRYPT_CERT_SIGNATURE',
  'UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'PATH_LENGTH_EXCEEDED',
  'HOSTNAME_MISMATCH',
  'EPROTO',
]);

/**
 * Codes an error of the connection: `tls` with the certificate's issuer, or `network` with Node's own
 * code as detail. Messages are left out: some carry header values.
 */
export function codeNetworkError(error: unknown, peer: Peer): CodedFailure {
  const reason = errorCode(error) ?? 'unknown';
  const params = { reason, host: peer.host };
  if (!isTlsCode(reason)) return { code: 'network', detail: reason, params };
  const issuer = peer.issuer === undefined ? {} : { issuer: peer.issuer };
  return { code: 'tls', detail: reason, params: { ...params, ...issuer } };
}

function isTlsCode(code: string): boolean {
  return certificateCodes.has(code) || /^(?:CERT_|CRL_|ERR_TLS_|ERR_SSL_)/.test(code);
}

/** Node's code of an error, of its cause, or of the first of several addresses tried. */
function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  if (error instanceof AggregateError) return errorCode(error.errors[0]);
  return errorCode(error.cause);
}
