import { basicAuthorization, type Credentials } from '../core/connection.js';
import { jsonContentType, type ApiRequest } from '../core/request.js';

export interface HeadOptions {
  credentials: Credentials;
  /** Language of the API's messages: English unless asked for Polish. */
  language: 'en' | 'pl';
  /** Names this program to the server's owner. */
  userAgent?: string;
}

/** Headers of a connection's requests, made once for all of them. */
export interface RequestHead {
  /** As sent, `authorization` included: never for a log. */
  secret(request: ApiRequest): Record<string, string>;
  /** What a log may show. */
  shown(request: ApiRequest): Record<string, string>;
}

/** Makes the headers that every request of a connection carries. */
export function createHead({ credentials, language, userAgent }: HeadOptions): RequestHead {
  const common = {
    accept: 'application/json',
    'accept-language': language,
    'user-agent': userAgent ?? 'thulium-campaign-records',
  };
  const authorized = { ...common, authorization: basicAuthorization(credentials) };
  const withBody = { ...authorized, 'content-type': jsonContentType };
  return {
    secret: (request) => (request.body === undefined ? authorized : withBody),
    shown: (request) =>
      request.body === undefined
        ? { ...common }
        : {
            ...common,
            'content-type': jsonContentType,
            'content-length': String(Buffer.byteLength(request.body)),
          },
  };
}
