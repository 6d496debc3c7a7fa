const FILE_CHARS = 26;
const TIME_CHARS = 14;

/** Where the wire tells no time of change, the order of the files alone decides. */
export const NO_TIME = '0'.repeat(TIME_CHARS);

/** What decides between versions of one record: when the bureau changed it, then the order of the files. */
export function versionKey(changed: string, order: string): string {
  return changed + order;
}

/** The file that a version came in, to compare with the file of an ending. */
export function fileOfVersion(version_key: string): string {
  return version_key.slice(TIME_CHARS, TIME_CHARS + FILE_CHARS);
}

/** A part is filed when its newest version came in a later file than what ended it, or anything it belongs to. */
export function isLive(version_key: string, ...endings: (string | undefined)[]): boolean {
  const file = fileOfVersion(version_key);
  return endings.every((ending) => ending === undefined || file > ending);
}
