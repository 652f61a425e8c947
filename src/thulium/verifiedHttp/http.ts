import http, { type ClientRequest, type RequestOptions } from 'node:http';
import { captured } from './capture.js';

/**
 * What node-fetch uses of `node:http`. `request` is looked up at call time, because VS Code replaces
 * it on the module's default export to add the user's proxy and certificates.
 */
export default {
  request: (url: string, options: RequestOptions): ClientRequest => captured(http.request(url, options)),
  validateHeaderName: http.validateHeaderName,
  validateHeaderValue: http.validateHeaderValue,
};
