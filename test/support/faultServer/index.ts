export * from './answers.js';
export * from './blackhole.js';
export { makeCertificates, type Certificates, type TlsKind } from './certificates.js';
export type { Behaviour, CapturedRequest, Exchange } from './exchange.js';
export * from './faults.js';
export * from './hostName.js';
export * from './proxy.js';
export * from './server.js';
