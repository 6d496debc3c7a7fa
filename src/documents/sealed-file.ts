import { sealBytes, unsealBytes } from '../platform/seal.ts';
import { storage } from './storage.ts';

/** A file of any length lies in pieces of about this size: each is sealed, written and opened by itself. */
const PIECE_BYTES = 1024 * 1024;

const placeOf = (no: string, piece: number) => `files.piece:${no}/${piece}`;
const keyOf = (no: string, piece: number) => `${no}/p${piece}`;

/**
 * Seals and stores a file under the number of the row that names it; memory stays flat. `stored` is told after each
 * piece how many there are: whoever keeps that number can always remove what is left of a file that broke off.
 */
export async function keepFile(
  no: string,
  chunks: AsyncIterable<Uint8Array>,
  stored: (pieces: number) => Promise<void>,
): Promise<void> {
  const store = await storage();
  let piece = 0;
  for await (const bytes of inPieces(chunks)) {
    await store.put(keyOf(no, piece), sealBytes(bytes, placeOf(no, piece)));
    await stored(++piece);
  }
}

/** The bytes of a file that was kept in so many pieces. */
export async function* openFile(no: string, pieces: number): AsyncGenerator<Buffer> {
  const store = await storage();
  for (let piece = 0; piece < pieces; piece++)
    yield unsealBytes(await store.get(keyOf(no, piece)), placeOf(no, piece));
}

/** Removes a file, and the piece that may have been stored without being told of. */
export async function removeFile(no: string, pieces: number): Promise<void> {
  const store = await storage();
  for (let piece = pieces; piece >= 0; piece--) await store.remove(keyOf(no, piece));
}

async function* inPieces(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let held: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    held.push(chunk);
    size += chunk.length;
    if (size < PIECE_BYTES) continue;
    yield Buffer.concat(held);
    held = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(held);
}
