/** A statement grows with what it names. */
const PER_STATEMENT = 500;

/** A list in pieces that one statement each can take. */
export function inChunks<T>(list: readonly T[], size = PER_STATEMENT): T[][] {
  const chunks: T[][] = [];
  for (let at = 0; at < list.length; at += size) chunks.push(list.slice(at, at + size));
  return chunks;
}
