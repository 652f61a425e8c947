import type { Connection } from '../core/connection.js';
import type { CodedFailure } from '../core/errors.js';
import { errorBody, newRequestId, type Answer } from '../simulator/engine/handle.js';
import type { GatewayRefusal } from './passedLog.js';

const refusals: Record<GatewayRefusal, { status: number; number: number; message: string }> = {
  host: { status: 421, number: 910, message: 'The gateway takes only a Host header of this machine.' },
  'cross-site': {
    status: 403,
    number: 911,
    message: 'The gateway takes no cross-site requests of a browser.',
  },
  'too-large': { status: 413, number: 912, message: 'The body is larger than 1 MB.' },
  malformed: { status: 400, number: 913, message: 'This is not an HTTP request for the gateway.' },
  incomplete: { status: 408, number: 914, message: 'The body was shorter than its declared length.' },
  writes: {
    status: 403,
    number: 915,
    message: 'The gateway passes only GET and HEAD to this system. Nothing was sent.',
  },
  changed: {
    status: 503,
    number: 916,
    message:
      'The connection of the gateway was changed or removed, so the gateway stopped. Nothing was sent.',
  },
  loop: { status: 508, number: 917, message: 'The gateway leads to itself.' },
};

/** The answer to a request that the system never sees, in the form of the API's own errors. */
export function refusalAnswer(refused: GatewayRefusal, { production, readOnly }: Connection): Answer {
  const { status, number, message } = refusals[refused];
  const why =
    refused !== 'writes'
      ? ''
      : production
        ? ' It is a production system.'
        : readOnly
          ? ' Its connection is read-only.'
          : '';
  return answer(status, number, message + why);
}

/** The answer where the system gave none. */
export function failureAnswer({ code, detail, params = {} }: CodedFailure): Answer {
  const facts = [detail, params.reason].filter((each) => each !== undefined).join(', ');
  const message = `The system gave the gateway no answer: ${code}${facts === '' ? '' : ` (${facts})`}.`;
  return answer(code === 'timeout' ? 504 : 502, code === 'timeout' ? 919 : 918, message);
}

function answer(status: number, number: number, message: string): Answer {
  const requestId = newRequestId();
  return { status, requestId, body: errorBody(requestId, message, number), diagnoses: [] };
}
