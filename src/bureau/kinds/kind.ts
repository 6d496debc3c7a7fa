import type { FiledPart } from './content.ts';

/** Our stable number for a part of a record, by its path; 0 when it has none. */
export type IdOf = (path: string) => number;

/** Whom pictures may belong to, as their kind of record names them. */
export interface Owners {
  entity: OwnerMark | undefined;
  services: OwnerMark[];
}
/** By our number for a part of the same record, else by the bureau's number, else by its ICP number. */
export type OwnerMark = { path: string } | FiledPart;

/**
 * What a kind of record is, besides its shape: that stands in the interface profile, under the same name.
 * Content comes as its callers give it; only what a profile demands is sure to be there.
 */
export interface Kind<C> {
  /** For people. */
  word: string;
  /** How results name it (see download-data.ts). */
  operation: string;
  /** The bureau's last word when all goes well; 'accepted': it says nothing more. */
  ends: 'published' | 'data_result' | 'cancelled' | 'accepted';
  /** Under which numbers results may speak of it: ours, the bureau's, ICP numbers. */
  marks(content: C, idOf: IdOf): (string | number | undefined)[];
  /** For records that carry pictures of their parts. */
  owners?(content: C): Owners;
}

export function defineKind<C>(kind: Kind<C>): Kind<C> {
  return kind;
}
