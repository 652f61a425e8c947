import type { ClientRequest } from 'node:http';
import https, { type RequestOptions } from 'node:https';
import { captured } from './capture.js';

/**
 * What node-fetch uses of `node:https`, always verifying. The flag is on the request itself: an
 * agent's own is lost where VS Code replaces the agent, and the environment variable
 * NODE_TLS_REJECT_UNAUTHORIZED is process-wide and other extensions set it. `request` is looked up
 * at call time, because VS Code replaces it on the module's default export.
 */
export default {
  request: (url: string, options: RequestOptions): ClientRequest =>
    captured(https.request(url, { ...options, rejectUnauthorized: true })),
};
