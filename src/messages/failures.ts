import * as l10n from '@vscode/l10n';
import type { ApiError, CodedFailure, ErrorCode } from '../core/errors.js';
import type { Failure } from '../core/outcome.js';
import { wordBulkDetail, wordBulkRefusal, wordJournalAdvice } from './bulk.js';
import { countOf } from './plural.js';
import { wordProblem } from './problems.js';
import { quoted, fieldLabel } from './fields.js';

/**
 * Words a deadline that passed.
 *
 * @param detail which one: `connect`, `headers`, `idle` or `total`
 * @param limit the deadline with its unit, or empty
 */
function wordTimeout(detail: string | undefined, limit: string): WordedFailure {
  const allowed = limit === '' ? '' : ` ${l10n.t('Time limit: {0}.', limit)}`;
  if (detail === 'connect') {
    return {
      message: l10n.t('Couldn’t reach the server in time.') + allowed,
      advice: l10n.t('Check the network, the proxy, and the connection’s address.'),
    };
  }
  return {
    message: timeoutMessage(detail) + allowed,
    advice: l10n.t('Try again, or increase thulium.timeoutSeconds.'),
  };
}

function timeoutMessage(detail: string | undefined): string {
  switch (detail) {
    case 'headers':
      return l10n.t('The server didn’t respond in time.');
    case 'idle':
      return l10n.t('The server stopped responding.');
    default:
      return l10n.t('The request timed out.');
  }
}

/**
 * Words a failed network.
 *
 * @param detail Node's code, such as `ENOTFOUND` or `ECONNREFUSED`
 */
function wordNetwork(detail: string | undefined, host: string): WordedFailure {
  const at = host === '' ? 'Thulium' : host;
  switch (detail) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return {
        message: l10n.t('Couldn’t resolve host {0}.', at),
        advice: l10n.t('Check the system name, and whether this machine is online.'),
      };
    case 'ECONNREFUSED':
      return {
        message: l10n.t('{0} refused the connection.', at),
        advice: l10n.t('Check the address and the port. The local simulator may not be running.'),
      };
    case 'proxy-auth':
    case 'ERR_PROXY_AUTH':
    case '407':
      return {
        message: l10n.t('The proxy requires a user name and password (HTTP 407).'),
        advice: l10n.t('Set them in the editor’s proxy settings (http.proxy).'),
      };
    case 'ENETUNREACH':
    case 'EHOSTUNREACH':
    case 'ENETDOWN':
      return {
        message: l10n.t('{0} is unreachable.', at),
        advice: l10n.t('Check whether this machine is online, and its VPN and proxy.'),
      };
    default:
      return {
        message:
          detail === undefined || detail === 'unknown'
            ? l10n.t('Network error while connecting to {0}.', at)
            : l10n.t('Network error while connecting to {0} ({1}).', at, detail),
        advice: l10n.t('Check the network and the proxy, and try again.'),
      };
  }
}

/**
 * Words a certificate that was refused.
 *
 * @param detail Node's code, such as `CERT_HAS_EXPIRED`
 * @param issuer who signed it, or empty when the answer did not tell
 */
function wordTls(detail: string | undefined, host: string, issuer: string): WordedFailure {
  const at = host === '' ? 'Thulium' : host;
  const signedBy = issuer === '' ? '' : ` ${l10n.t('Issued by “{0}”.', issuer)}`;
  const { message, advice } = certificateWords(detail, at);
  const safe = l10n.t('Nothing was sent.');
  return { message: `${message}${signedBy}`, advice: `${safe} ${advice}` };
}

function certificateWords(detail: string | undefined, at: string): { message: string; advice: string } {
  switch (detail) {
    case 'CERT_HAS_EXPIRED':
      return {
        message: l10n.t('The certificate of {0} has expired.', at),
        advice: l10n.t(
          'Check this machine’s clock. If it’s right, the server’s operator must renew the certificate.',
        ),
      };
    case 'CERT_NOT_YET_VALID':
      return {
        message: l10n.t('The certificate of {0} is not valid yet.', at),
        advice: l10n.t('Check this machine’s clock.'),
      };
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return {
        message: l10n.t('The certificate is for a name other than {0}.', at),
        advice: l10n.t('Check the connection’s address.'),
      };
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
      return {
        message: l10n.t('This machine doesn’t trust the issuer of {0}’s certificate ({1}).', at, detail),
        advice: l10n.t(
          'If this is your company’s proxy, install its root certificate in the system’s store and restart the editor. Certificates are always verified.',
        ),
      };
    default:
      return {
        message: l10n.t('Couldn’t establish a secure connection to {0} ({1}).', at, detail ?? 'TLS'),
        advice: l10n.t('Check the address and the port. Does the server use https there?'),
      };
  }
}

/** A failure in the user's words. */
interface WordedFailure {
  /** What happened, with everything that the API said. */
  message: string;
  /** What to do next, with the request id for the vendor's support. */
  advice?: string;
}

/** Words a failure: what happened, and what to do next. Nothing here is meant to be compared. */
export function wordFailure(failure: CodedFailure): WordedFailure {
  const { message, advice } = sentences[failure.code](failure, (name) => quoted(failure.params?.[name], 200));
  const said = wordApiErrors(failure.apiErrors ?? []);
  const next = [advice ?? '', wordRequestId(failure.requestId)].filter((text) => text !== '').join(' ');
  return {
    message: [message, said].filter((text) => text !== '').join(' '),
    ...(next === '' ? {} : { advice: next }),
  };
}

/** The failure as commands resolve to it; `field` is that of the first error among its problems. */
export function toFailure(failure: CodedFailure): Failure {
  const { message, advice } = wordFailure(failure);
  const first = failure.problems?.find((each) => each.severity === 'error') ?? failure.problems?.[0];
  return {
    code: failure.code,
    message: advice === undefined ? message : `${message} ${advice}`,
    ...(first ? { field: first.field } : {}),
    ...(failure.apiErrors ? { apiErrors: failure.apiErrors.map((each) => ({ ...each })) } : {}),
  };
}

function wordApiErrors(errors: readonly ApiError[]): string {
  if (errors.length === 0) return '';
  const all = errors.map(({ message, code }) => {
    const text = quoted(message, 500);
    return code === undefined ? text : `${text} (${code})`;
  });
  return l10n.t('Server message: {0}', all.join(' · '));
}

function wordRequestId(requestId: string | undefined): string {
  return requestId === undefined || requestId === ''
    ? ''
    : l10n.t('Request ID for Thulium support: {0}', quoted(requestId));
}

type Param = (name: string) => string;

const sentences: Record<ErrorCode, (failure: CodedFailure, param: Param) => WordedFailure> = {
  'invalid-input': ({ problems = [], detail, params }, param) => ({
    message:
      problems.length > 0
        ? problems.map(wordProblem).join(' ')
        : (wordBulkRefusal(detail, params) ?? wordInvalid(detail, param)),
  }),
  'no-connection': ({ detail }, param) => wordNoConnection(detail, param),
  'missing-secret': (_, param) => ({
    message: l10n.t('This editor’s secret storage has no password for “{0}”.', param('name')),
    advice: l10n.t('Edit the connection and enter the password again.'),
  }),
  'read-only': (_, param) => ({
    message: l10n.t('Connection “{0}” is read-only, so nothing was sent.', param('name')),
    advice: l10n.t('Select another connection, or edit this one to allow updates.'),
  }),
  unauthorized: () => ({
    message: l10n.t('Sign-in failed: wrong user name or password (HTTP 401).'),
    advice: l10n.t(
      'Use the credentials of an API user (Administration → Users → API users), not your own sign-in.',
    ),
  }),
  forbidden: (_, param) => ({
    message:
      param('call') === ''
        ? l10n.t('This API user isn’t allowed to make this call (HTTP 403).')
        : l10n.t('This API user isn’t allowed to call {0} (HTTP 403).', param('call')),
    advice: l10n.t('An administrator can grant it in Thulium: Administration → Users → API users.'),
  }),
  'not-found': ({ detail, status }, param) => ({
    message:
      status === 410
        ? l10n.t('It was removed for good (HTTP 410).')
        : detail === 'record'
          ? l10n.t('No record for customer {0} in campaign {1}.', param('customerId'), param('campaignId'))
          : l10n.t('Not found (HTTP 404).'),
    advice: l10n.t('Check the campaign and the CRM customer_id. Only CRM campaigns have such records.'),
  }),
  rejected: ({ status, apiErrors = [] }) => ({
    message:
      status === undefined
        ? l10n.t('Thulium refused the request.')
        : l10n.t('Thulium refused the request (HTTP {0}).', status),
    advice:
      apiErrors.length === 0
        ? l10n.t('It didn’t say why. “Explain a Failed Request” can look for the reason.')
        : l10n.t('Correct the values and try again.'),
  }),
  'rate-limited': (_, param) => ({
    message: l10n.t('Too many requests (HTTP 429). Try again later.'),
    advice:
      param('retryAfterSeconds') === ''
        ? l10n.t('Wait a moment and send again.')
        : l10n.t('Send again later. Wait: {0}.', seconds(param('retryAfterSeconds'))),
  }),
  'server-error': ({ status }) => ({
    message:
      status === undefined
        ? l10n.t('Thulium’s server failed.')
        : l10n.t('Thulium’s server failed (HTTP {0}).', status),
    advice: l10n.t('Try again later.'),
  }),
  'redirect-refused': (_, param) => ({
    message:
      param('target') === ''
        ? l10n.t('The server redirects to another address. The password wasn’t forwarded.')
        : l10n.t('The server redirects to {0}. The password wasn’t sent there.', param('target')),
    advice: l10n.t('Check the connection’s address. A proxy or a sign-in page may be in between.'),
  }),
  'unexpected-response': ({ detail, status }, param) => ({
    message: wordUnexpected(detail, status, param),
    advice: l10n.t(
      'Check the connection’s address. The response may come from a proxy or a sign-in page. See the output for details.',
    ),
  }),
  'response-too-large': (_, param) => ({
    message:
      param('bytes') === ''
        ? l10n.t('The response is too large and wasn’t read completely.')
        : l10n.t('The response exceeds {0} bytes and wasn’t read completely.', param('bytes')),
    advice: l10n.t('Check the connection’s address. Thulium’s responses are small.'),
  }),
  timeout: ({ detail }, param) => wordTimeout(detail, seconds(param('seconds'))),
  network: ({ detail }, param) => wordNetwork(detail, param('host')),
  tls: ({ detail }, param) => wordTls(detail, param('host'), param('issuer')),
  cancelled: ({ detail }, param) => ({
    message:
      detail === 'switched'
        ? l10n.t(
            'Canceled: this window was switched to another system while the update to {0} was reviewed. Nothing was sent.',
            param('name'),
          )
        : l10n.t('Canceled.'),
  }),
  'in-doubt': (failure) => ({
    message: [
      l10n.t('No complete response was received. The record may or may not have been updated.'),
      wordLast(failure),
    ]
      .filter((text) => text !== '')
      .join(' '),
    advice: l10n.t('Check the record before you send again.'),
  }),
  conflict: ({ detail, params }, param) => ({
    message:
      wordBulkDetail(detail, params) ??
      (param('changed') === ''
        ? l10n.t('The record was changed by someone else in the meantime, so nothing was sent.')
        : l10n.t(
            'The record was changed by someone else in the meantime, so nothing was sent. Changed: {0}.',
            param('changed').split(/,\s*/).map(fieldLabel).join(', '),
          )),
    advice: l10n.t('Review the record as it is now, then decide whether to overwrite it.'),
  }),
  'run-locked': () => ({
    message: l10n.t('Another window is working on this bulk update.'),
    advice: l10n.t('Continue there, or close that window and try again.'),
  }),
  'file-changed': ({ detail }, param) => ({
    message:
      detail === 'results'
        ? l10n.t(
            '{0} has changed since the bulk update began, so no results were written beside it.',
            param('file'),
          )
        : param('file') === ''
          ? l10n.t('The file has changed since the bulk update started, so nothing was sent.')
          : l10n.t('{0} has changed since the bulk update started, so nothing was sent.', param('file')),
    advice: l10n.t('Restore the file to resume, or start a new bulk update from it.'),
  }),
  'journal-damaged': ({ detail, params }, param) => ({
    message:
      wordBulkDetail(detail, params) ??
      (param('line') === ''
        ? l10n.t('The journal of this bulk update is damaged. Sending has stopped.')
        : l10n.t(
            'The journal of this bulk update is damaged in line {0}. Sending has stopped.',
            param('line'),
          )),
    ...wordJournalAdvice(detail),
  }),
};

/** The failure of the last attempt: its code is the detail, and its own detail the reason. */
function wordLast(failure: CodedFailure): string {
  const { detail: code, params = {}, ...facts } = failure;
  if (code === undefined || code === 'in-doubt' || !isErrorCode(code)) return '';
  const { reason: detail } = params;
  const last = { ...facts, params, code, ...(detail === undefined ? {} : { detail }) };
  return l10n.t('Last failure: {0}', sentences[code](last, (name) => quoted(params[name], 200)).message);
}

function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(sentences, text);
}

function wordInvalid(detail: string | undefined, param: Param): string {
  switch (detail) {
    case 'seed-file':
      return l10n.t('{0} isn’t a simulator seed file. Check: {1}', param('file'), param('places'));
    case 'seed-unreadable':
      return l10n.t('Couldn’t read the seed file {0}.', param('file'));
    case 'simulator':
      return l10n.t('Refused by the simulator: {0}', param('reason'));
    case 'nothing-to-explain':
      return l10n.t(
        'This text contains no request. Paste a curl command, an HTTP request, or log lines with method, URL, and response.',
      );
    default:
      return l10n.t('The input isn’t valid. Nothing was sent.');
  }
}

function wordNoConnection(detail: string | undefined, param: Param): WordedFailure {
  const name = param('name');
  switch (detail) {
    case 'removed':
      return {
        message: l10n.t('“{0}” was removed in the meantime. Sending has stopped.', name),
        advice: l10n.t('Select one of your connections, or add one.'),
      };
    case 'moved':
      return {
        message: l10n.t(
          '“{0}” was changed to {1} in the meantime. Sending has stopped.',
          name,
          param('address'),
        ),
        advice: l10n.t('Check the connection and send again.'),
      };
    case 'unreadable':
      return {
        message: l10n.t('Couldn’t read the list of connections ({0}). Sending has stopped.', param('reason')),
        advice: l10n.t('Check the connection and send again.'),
      };
    case 'became-production':
      return {
        message: l10n.t('“{0}” became a production connection in the meantime. Sending has stopped.', name),
        advice: l10n.t('Check the connection and send again.'),
      };
    case 'unknown':
      return {
        message: l10n.t('No connection named “{0}”.', name),
        advice: l10n.t('Select one of your connections, or add one.'),
      };
    case 'none':
      return {
        message: l10n.t('No connections yet.'),
        advice: l10n.t('Add a connection, or start the local simulator, which needs no account.'),
      };
    case 'newer':
      return {
        message: l10n.t('The list of connections was written by a newer version of this extension.'),
        advice: l10n.t('Update the extension to use it.'),
      };
    case 'simulator':
      return { message: l10n.t('The simulator isn’t running.'), advice: l10n.t('Start it first.') };
    default:
      return {
        message: l10n.t('No connection is active in this window.'),
        advice: l10n.t('Select a connection. None is used automatically.'),
      };
  }
}

function wordUnexpected(detail: string | undefined, status: number | undefined, param: Param): string {
  if (detail === 'encoding') {
    return l10n.t('The response uses a compression that wasn’t requested ({0}).', param('encoding'));
  }
  if (detail === 'not-json' && param('type') !== '') {
    return l10n.t('The response isn’t JSON. Its content type is {0}.', param('type'));
  }
  return status === undefined
    ? l10n.t('The response isn’t from Thulium’s API.')
    : l10n.t('The response isn’t from Thulium’s API (HTTP {0}).', status);
}

/** A parameter that counts seconds, with its noun; empty when it is not given, as it is when no number. */
function seconds(text: string): string {
  return text === '' || !Number.isFinite(Number(text)) ? text : countOf('second', Number(text));
}

/** What could not be checked or read, in words; an unknown code stays as it is. */
export function wordUnchecked(code: string): string {
  switch (code) {
    case 'statuses':
      return l10n.t('the status and what it requires (the list couldn’t be read)');
    case 'record-before':
      return l10n.t('the current values (the record couldn’t be read)');
    case 'record-recheck':
      return l10n.t('whether someone changed the record in the meantime (it couldn’t be read again)');
    case 'record-after':
      return l10n.t('the values after the update (the record couldn’t be read)');
    case 'dictionary_status_id':
      return l10n.t('the dictionary status (a record doesn’t carry it)');
    default:
      return code;
  }
}
