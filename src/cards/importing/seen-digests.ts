/** Digests that were seen, by their first eight bytes, in flat memory: 16 bytes and less for each. */
export interface SeenDigests {
  /** Whether it was seen before; from now on it is. */
  add(digest: Buffer): boolean;
}

const FIRST_SIZE = 1 << 12;

/** Open addressing over two numbers a place; what is uniform already needs no further hash. */
export function seenDigests(): SeenDigests {
  let size = FIRST_SIZE;
  let places = new Uint32Array(size * 2);
  let count = 0;

  /** The place of a digest, or the empty one where it belongs. Both halves nothing means empty: 1 in 2^64 is not seen. */
  function placeOf(high: number, low: number): number {
    let at = (high % size) * 2;
    while ((places[at] || places[at + 1]) && (places[at] !== high || places[at + 1] !== low))
      at = (at + 2) % (size * 2);
    return at;
  }

  function grow(): void {
    const old = places;
    size *= 2;
    places = new Uint32Array(size * 2);
    for (let at = 0; at < old.length; at += 2) {
      const [high = 0, low = 0] = [old[at], old[at + 1]];
      if (high || low) places.set([high, low], placeOf(high, low));
    }
  }

  return {
    add(digest) {
      const [high, low] = [digest.readUInt32LE(0), digest.readUInt32LE(4)];
      const at = placeOf(high, low);
      if (places[at] || places[at + 1]) return true;
      places[at] = high;
      places[at + 1] = low;
      if (++count > size * 0.6) grow();
      return false;
    },
  };
}
