import { decrypt, fromBase64, hashBase64, type Unzipped, unzip } from './codec.ts';
import type { Result } from './returns.ts';
import type { Account, Upload } from './state.ts';
import type { World } from './world.ts';
import { group, leaf } from './xml.ts';

const MB = 1024 * 1024;
const LIMIT = 50 * MB;

type Parameters = Record<string, string>;

/**
 * isp_upload after authentication: algorithms (9, 10, 11), decryption (6), hash (7), archive (8),
 * number of files (17), size (18), sequence (14), queue (15); then the file is on disk and 0 is due.
 */
export async function upload(world: World, account: Account, p: Parameters): Promise<Result> {
  const encrypted = p['encryptAlgorithm'];
  // An account that was issued a key is expected to use it.
  const { codes, hash: algorithm } = world.speech;
  if (encrypted !== (account.encrypt ? codes.encrypted : codes.plain)) return { code: 9 };
  if (p['hashAlgorithm'] !== codes.hash) return { code: 10 };
  if (p['compressionFormat'] !== codes.compression) return { code: 11 };
  const payload = fromBase64(p['beianInfo'] ?? '');
  const zip = payload && opened(world, account, payload);
  if (!payload || !zip?.length) return { code: 6 };
  const hash = hashBase64(algorithm, zip);
  if (fromBase64(p['beianInfoHash'] ?? '')?.toString('base64') !== hash) return { code: 7 };
  const file = await unzip(zip, LIMIT).catch(() => undefined);
  if (!file) return { code: 8 };
  if (file.entries !== 1) return { code: 17 };
  if (file.size > LIMIT) return { code: 18 };
  if (!/^[A-Za-z0-9][\w.-]{0,127}$/.test(file.name)) return { code: 999, note: '文件名不合规' };
  const sequence = Number(p['dataSequence']);
  if (!Number.isSafeInteger(sequence) || sequence < 1) return { code: 999, note: '序号不合规' };
  return accept(world, account, { file, hash, payload, sequence });
}

function opened(world: World, account: Account, payload: Buffer): Buffer | undefined {
  try {
    return account.encrypt ? decrypt(account, payload, world.speech.cipher) : payload;
  } catch {
    return undefined;
  }
}

interface Arrived {
  file: Unzipped;
  hash: string;
  payload: Buffer;
  sequence: number;
}

// From here on nothing waits: two uploads at once are decided one after the other.
function accept(world: World, account: Account, arrived: Arrived): Result {
  const { state, settings } = world;
  if (settings.repeat === 'same' && isRepeat(world, account, arrived)) {
    return { code: 0, note: '重复序号，内容相同' };
  }
  const owed = owedBefore(account, arrived.sequence);
  if (owed.length) {
    const body = group('dataSequences', ...owed.map((n) => leaf('dataSequence', n)));
    return { code: 14, body, note: owed.join(',') };
  }
  const waiting = state.uploads.filter((u) => u.status === 'received').length;
  if (state.queue_full || waiting >= settings.queue_limit) return { code: 15 };
  keep(world, account, arrived);
  return { code: 0 };
}

function isRepeat({ state }: World, account: Account, { sequence, hash }: Arrived): boolean {
  const before = state.uploads.findLast(
    (u) => u.isp_id === account.isp_id && u.sequence === sequence,
  );
  return before?.hash === hash && !account.missing.includes(sequence);
}

function keep(world: World, account: Account, { file, hash, payload, sequence }: Arrived): void {
  const upload: Upload = {
    n: world.state.uploads.length + 1,
    isp_id: account.isp_id,
    sequence,
    file_name: file.name,
    hash,
    encrypt: account.encrypt,
    bytes: file.content.length,
    accepted_at: world.now(),
    status: 'received',
    codes: [],
  };
  world.store.put(uploadFile(upload, 'xml'), file.content, true);
  world.store.put(uploadFile(upload, 'payload'), payload, true);
  world.state.uploads.push(upload);
  account.missing = account.missing.filter((n) => n !== sequence);
  account.last_sequence = Math.max(account.last_sequence, sequence);
  world.commit();
}

/** The sequences that must come before this one: gaps, lost ones, or the next for a used number. */
function owedBefore(account: Account, sequence: number): number[] {
  const { last_sequence, missing } = account;
  if (missing.includes(sequence)) return [];
  if (missing.length) return missing;
  if (sequence <= last_sequence) return [last_sequence + 1];
  const count = Math.min(sequence - last_sequence - 1, 1000);
  return Array.from({ length: count }, (_, i) => last_sequence + 1 + i);
}

/** Where an accepted file lies: `xml` as it was unzipped, `payload` as it was sent, `official.xml` in words of V3.0. */
export function uploadFile(upload: Upload, kind: 'xml' | 'payload' | 'official.xml'): string {
  return `uploads/${String(upload.n).padStart(6, '0')}.${kind}`;
}
