import { createHash, createPublicKey, randomBytes, sign } from 'node:crypto';
import { bits, integer, oid, sequence, set, tlv, utcTime, utf8 } from './der.ts';

/** A certificate as the files of 支付宝 and 微信支付 hold it. */
export interface Certificate {
  pem: string;
  /** Hexadecimal, capitals: what 微信支付 calls the serial number. */
  serial: string;
  /** What 支付宝 calls SN: MD5 of the issuer's name (CN first) and the serial number as decimals. */
  sn: string;
}

/** Who stands in a certificate: country, company, department, name. */
type Name = readonly [o: string, ou: string, cn: string];
interface Issuer {
  name: Name;
  private_key: string;
}

const YEAR = 365 * 864e5;
const ATTRIBUTES = ['2.5.4.6', '2.5.4.10', '2.5.4.11', '2.5.4.3'];
const RSA = sequence(oid('1.2.840.113549.1.1.11'), tlv(0x05));
const ECDSA = sequence(oid('1.2.840.10045.4.3.2'));

/** Issues a certificate for ten years; `isAuthority` for one that issues others. */
export function issue(
  name: Name,
  publicKey: string,
  issuer: Issuer,
  isAuthority = false,
): Certificate {
  const serial = `3${randomBytes(20).toString('hex').slice(1)}`.toUpperCase();
  const key = createPublicKey(publicKey);
  const algorithm = createPublicKey(issuer.private_key).asymmetricKeyType === 'ec' ? ECDSA : RSA;
  const now = Date.now();
  const body = sequence(
    tlv(0xa0, integer('02')),
    integer(serial),
    algorithm,
    nameOf(issuer.name),
    sequence(utcTime(now - 864e5), utcTime(now + 10 * YEAR)),
    nameOf(name),
    key.export({ type: 'spki', format: 'der' }),
    ...(isAuthority ? [tlv(0xa3, sequence(AUTHORITY))] : []),
  );
  const signature = sign('sha256', body, issuer.private_key);
  const [o, ou, cn] = issuer.name;
  const said = `CN=${cn},OU=${ou},O=${o},C=CN${BigInt(`0x${serial}`)}`;
  return {
    pem: pemOf(sequence(body, algorithm, bits(signature))),
    serial,
    sn: createHash('md5').update(said).digest('hex'),
  };
}

// Basic constraints, critical: an authority.
const AUTHORITY = sequence(
  oid('2.5.29.19'),
  tlv(0x01, Buffer.from([0xff])),
  tlv(0x04, sequence(tlv(0x01, Buffer.from([0xff])))),
);

const nameOf = (name: Name): Buffer =>
  sequence(
    ...['CN', ...name].map((text, i) => set(sequence(oid(ATTRIBUTES[i] ?? ''), utf8(text)))),
  );

const pemOf = (der: Buffer): string =>
  `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replace(/.{64}/g, '$&\n').trim()}\n-----END CERTIFICATE-----\n`;
