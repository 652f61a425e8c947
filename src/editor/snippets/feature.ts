/** Requests as code and code as requests, one piece of code. */
export * from './copyRequestAs.js';
export * from './importCurl.js';
