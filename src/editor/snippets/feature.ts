/** Requests as code and code as requests, one piece of code. */
import '../shared.js';
export * from './copyRequestAs.js';
export * from './importCurl.js';
