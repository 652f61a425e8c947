import type { webcrypto } from 'node:crypto';
import type { X509Certificate } from '@peculiar/x509';

/** `trusted` is right in everything; each other kind has one fault and no second one. */
export type TlsKind = 'trusted' | 'self-signed' | 'expired' | 'wrong-host' | 'unknown-issuer';

export interface CertificateOptions {
  /** Host names and IPv4 addresses the leaf is for. */
  hostNames: readonly string[];
  /** Common name of the CA, as a refusal would name it. */
  issuerName?: string;
  /** `wrong-host` keeps the names as given: the caller connects by another one. */
  validity?: 'now' | 'past';
  selfSigned?: boolean;
}

export interface Certificates {
  /** The CA to trust. With `selfSigned` it exists but did not sign the leaf. */
  caPem: string;
  /** The leaf alone, as a server without intermediates sends it. */
  certPem: string;
  keyPem: string;
  issuerName: string;
}

const dayMs = 86_400_000;
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/** Makes a CA and one leaf signed by it, with fresh keys. They live in memory only. */
export async function makeCertificates(options: CertificateOptions): Promise<Certificates> {
  const x509 = await loadX509();
  const issuerName = options.issuerName ?? 'Thulium Fault Test CA';
  const now = Date.now();
  const signed = { signingAlgorithm: algorithm, notBefore: new Date(now - 30 * dayMs) };
  const caKeys = await newKeys();
  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    ...signed,
    name: [{ CN: [issuerName] }],
    notAfter: new Date(now + 30 * dayMs),
    keys: caKeys,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(caKeys.publicKey),
    ],
  });
  const keys = await newKeys();
  const leaf = {
    ...signed,
    notAfter: new Date(now + (options.validity === 'past' ? -dayMs : 30 * dayMs)),
    extensions: [
      new x509.BasicConstraintsExtension(false),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(
        options.hostNames.map((value) => ({
          type: isIpv4(value) ? ('ip' as const) : ('dns' as const),
          value,
        })),
      ),
    ],
  };
  const subject = [{ CN: [options.hostNames[0] ?? 'nobody'] }];
  const certificate: X509Certificate =
    options.selfSigned === true
      ? await x509.X509CertificateGenerator.createSelfSigned({ ...leaf, name: subject, keys })
      : await x509.X509CertificateGenerator.create({
          ...leaf,
          subject,
          issuer: ca.subject,
          publicKey: keys.publicKey,
          signingKey: caKeys.privateKey,
        });
  return {
    caPem: ca.toString('pem'),
    certPem: certificate.toString('pem'),
    keyPem: x509.PemConverter.encode(await crypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY'),
    issuerName: options.selfSigned === true ? (options.hostNames[0] ?? 'nobody') : issuerName,
  };
}

/**
 * The certificates of one kind of server for these names. `caPem` is what a client is given to
 * trust, and is of no help with `self-signed` and `unknown-issuer`: that CA did not sign.
 */
export async function certificatesOfKind(
  kind: TlsKind,
  hostNames: readonly string[],
  issuerName?: string,
): Promise<Certificates> {
  const named = issuerName === undefined ? {} : { issuerName };
  switch (kind) {
    case 'trusted':
      return makeCertificates({ hostNames, ...named });
    case 'self-signed':
      return makeCertificates({ hostNames, selfSigned: true, ...named });
    case 'expired':
      return makeCertificates({ hostNames, validity: 'past', ...named });
    case 'wrong-host':
      return makeCertificates({ hostNames: ['somewhere-else.test'], ...named });
    case 'unknown-issuer': {
      const trusted = await makeCertificates({ hostNames });
      return {
        ...(await makeCertificates({ hostNames, issuerName: issuerName ?? 'Unknown Company Proxy CA' })),
        caPem: trusted.caPem,
      };
    }
  }
}

function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
}

function isIpv4(name: string): boolean {
  return /^\d+(?:\.\d+){3}$/.test(name);
}

/** Loaded in this order because the library reads `Reflect` metadata while it loads. */
async function loadX509(): Promise<typeof import('@peculiar/x509')> {
  await import('reflect-metadata');
  return import('@peculiar/x509');
}
