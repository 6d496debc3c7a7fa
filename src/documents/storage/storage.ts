/** Where sealed bytes lie. Keys are 'WJ…/original', letters, digits and slashes only. */
export interface Storage {
  put(key: string, bytes: Buffer): Promise<void>;
  get(key: string): Promise<Buffer>;
  /** Removes it if it is there, whole or half. */
  remove(key: string): Promise<void>;
  /** Throws when it cannot be used. */
  check(): Promise<void>;
}
