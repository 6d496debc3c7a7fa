import { createHash, X509Certificate } from 'node:crypto';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;

const md5 = (text: string) => createHash('md5').update(text).digest('hex');

/** `app_cert_sn`: MD5 of the issuer, last part first, and the serial number in decimal. Throws for no certificate. */
export function certificateSn(pem: string): string {
  const { issuer, serialNumber } = new X509Certificate(pem);
  const name = issuer.split('\n').reverse().join(',');
  return md5(name + BigInt(`0x${serialNumber}`).toString(10));
}

/** `alipay_root_cert_sn`: those of the RSA certificates in the file, joined; the SM2 ones among them do not count. */
export function rootCertificateSn(pems: string): string {
  const all = [...pems.matchAll(CERTIFICATE)].map(([pem]) => pem);
  return all.filter(isRsaCertificate).map(certificateSn).join('_');
}

function isRsaCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).publicKey.asymmetricKeyType === 'rsa';
  } catch {
    return false;
  }
}

export function isCertificate(pem: string): boolean {
  try {
    return certificateSn(pem).length > 0;
  } catch {
    return false;
  }
}
