import { randomInt } from 'node:crypto';
import { type Challenge, createChallenge, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { z } from 'zod';
import { fromNow, MINUTE } from '../../platform/clock.ts';
import { derive, secrets } from '../../platform/secrets.ts';
import { spend } from './spend.ts';

const secret = derive(secrets.signing_key, 'beika order challenge').toString('hex');
const keySecret = derive(secrets.signing_key, 'beika order challenge key').toString('hex');

const GOOD_MS = 10 * MINUTE;
/** Each guess is so many rounds of PBKDF2: half a second of a desk's work in all, two of a phone's. */
const ROUNDS = 2000;
const GUESSES = { least: 300, most: 900 };

/** A proof of work (ALTCHA) for one variant, good for ten minutes; checked without a table until it is spent. */
export function newChallenge(variant_no: string): Promise<Challenge> {
  return createChallenge({
    ...{ algorithm: 'PBKDF2/SHA-256', cost: ROUNDS, deriveKey },
    counter: randomInt(GUESSES.least, GUESSES.most),
    data: { variant: variant_no },
    expiresAt: fromNow(GOOD_MS),
    ...{ hmacSignatureSecret: secret, hmacKeySignatureSecret: keySecret },
  });
}

const Proof = z.object({
  challenge: z.object({
    parameters: z.looseObject({
      ...{ algorithm: z.string(), nonce: z.string(), salt: z.string(), cost: z.number() },
      ...{ keyLength: z.number(), keyPrefix: z.string(), expiresAt: z.number() },
      data: z.object({ variant: z.string() }),
    }),
    signature: z.string().max(200),
  }),
  solution: z.object({ counter: z.number(), derivedKey: z.string().max(200) }),
});

/** Whether this proof (base64 of JSON) was made for the variant, is right, and buys something for the first time. */
export async function isProof(text: string, variant_no: string): Promise<boolean> {
  const proof = Proof.safeParse(jsonIn(text));
  if (!proof.success || proof.data.challenge.parameters.data.variant !== variant_no) return false;
  const { challenge, solution } = proof.data;
  const { verified } = await verifySolution({
    ...{ challenge, solution, deriveKey },
    ...{ hmacSignatureSecret: secret, hmacKeySignatureSecret: keySecret },
  });
  return verified && (await spend(challenge.signature, GOOD_MS));
}

function jsonIn(text: string): unknown {
  if (text.length > 4000) return undefined;
  try {
    return JSON.parse(Buffer.from(text, 'base64').toString());
  } catch {
    return undefined;
  }
}
