import * as l10n from '@vscode/l10n';
import type { WordedFailure } from './failures.js';

/**
 * Words a deadline that passed.
 *
 * @param detail which one: `connect`, `headers`, `idle` or `total`
 * @param limit the deadline with its unit, or empty
 */
export function wordTimeout(detail: string | undefined, limit: string): WordedFailure {
  const allowed = limit === '' ? '' : ` ${l10n.t('Time allowed: {0}.', limit)}`;
  if (detail === 'connect') {
    return {
      message: l10n.t('The server could not be reached in time.') + allowed,
      advice: l10n.t('Check the network, the proxy and the address of the connection.'),
    };
  }
  return {
    message: timeoutMessage(detail) + allowed,
    advice: l10n.t('Try again, or raise thulium.timeoutSeconds.'),
  };
}

function timeoutMessage(detail: string | undefined): string {
  switch (detail) {
    case 'headers':
      return l10n.t('The server took the request but did not answer in time.');
    case 'idle':
      return l10n.t('The server began to answer and then fell silent.');
    default:
      return l10n.t('The request took too long.');
  }
}

/**
 * Words a failed network.
 *
 * @param detail Node's code, such as `ENOTFOUND` or `ECONNREFUSED`
 */
export function wordNetwork(detail: string | undefined, host: string): WordedFailure {
  const at = host === '' ? 'Thulium' : host;
  switch (detail) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return {
        message: l10n.t('There is no address for {0}.', at),
        advice: l10n.t('Check the system name, and whether this machine is online.'),
      };
    case 'ECONNREFUSED':
      return {
        message: l10n.t('Nothing answers at {0}: it refused to connect.', at),
        advice: l10n.t('Check the address and the port; the local simulator may not be running.'),
      };
    case 'proxy-auth':
    case 'ERR_PROXY_AUTH':
    case '407':
      return {
        message: l10n.t('The proxy asks for a user name and a password (HTTP 407).'),
        advice: l10n.t('Set them in the proxy settings of the editor (http.proxy).'),
      };
    case 'ENETUNREACH':
    case 'EHOSTUNREACH':
    case 'ENETDOWN':
      return {
        message: l10n.t('There is no way through the network to {0}.', at),
        advice: l10n.t('Check whether this machine is online, and its VPN and proxy.'),
      };
    default:
      return {
        message:
          detail === undefined || detail === 'unknown'
            ? l10n.t('The network failed on the way to {0}.', at)
            : l10n.t('The network failed on the way to {0} ({1}).', at, detail),
        advice: l10n.t('Check the network and the proxy, then try again.'),
      };
  }
}

/**
 * Words a certificate that was refused.
 *
 * @param detail Node's code, such as `CERT_HAS_EXPIRED`
 * @param issuer who signed it, or empty when the answer did not tell
 */
export function wordTls(detail: string | undefined, host: string, issuer: string): WordedFailure {
  const at = host === '' ? 'Thulium' : host;
  const signedBy = issuer === '' ? '' : ` ${l10n.t('It was issued by “{0}”.', issuer)}`;
  const { message, advice } = certificateWords(detail, at);
  const safe = l10n.t('Nothing was sent.');
  return { message: `${message}${signedBy}`, advice: `${safe} ${advice}` };
}

function certificateWords(detail: string | undefined, at: string): { message: string; advice: string } {
  switch (detail) {
    case 'CERT_HAS_EXPIRED':
      return {
        message: l10n.t('The certificate of {0} has expired.', at),
        advice: l10n.t('Check this machine’s clock; otherwise whoever runs the server must renew it.'),
      };
    case 'CERT_NOT_YET_VALID':
      return {
        message: l10n.t('The certificate of {0} is not valid yet.', at),
        advice: l10n.t('Check this machine’s clock.'),
      };
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return {
        message: l10n.t('The certificate is for another name than {0}.', at),
        advice: l10n.t('Check the address of the connection.'),
      };
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
      return {
        message: l10n.t('This machine does not trust who issued the certificate of {0} ({1}).', at, detail),
        advice: l10n.t(
          'If it is your company’s proxy, install its root certificate in the system’s store and restart the editor. There is no switch to trust it unchecked.',
        ),
      };
    default:
      return {
        message: l10n.t('No safe connection to {0} could be made ({1}).', at, detail ?? 'TLS'),
        advice: l10n.t('Check the address and the port: does the server speak https there?'),
      };
  }
}
