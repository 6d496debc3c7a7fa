import type { Request } from 'express';
import multer from 'multer';
import { userOf } from '../../accounts/index.ts';
import { uploadedPictures } from '../../documents/index.ts';
import { UserError } from '../../platform/errors.ts';
import { addPaper } from './add-paper.ts';
import { noOf } from './posted.ts';

/** What came of the pictures that a page brought along, sent without scripts. */
export interface HandedIn {
  added: number;
  /** What is wrong with those that were not taken, by the path of their place. */
  refused: Map<string, string>;
  /** The place of the first one that was taken, but should be taken again; null when there is none. */
  doubtful: string | null;
}

/** Adds each picture at its place. What is wrong with one is said there; the others are in. */
export async function addPapers(req: Request): Promise<HandedIn> {
  const done: HandedIn = { added: 0, refused: new Map(), doubtful: null };
  for (const { name, bytes } of uploadedPictures(req)) {
    const place = placeIn(name);
    if (!place) continue;
    try {
      const { document } = await addPaper(userOf(req), noOf(req), place, bytes);
      done.added++;
      if (!document.quality.ok) done.doubtful ??= pathOf(place);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      done.refused.set(pathOf(place), error.message);
    }
  }
  return done;
}

interface Refusal {
  status: number;
  message: string;
  /** The place it came from, as far as that is known. */
  path?: string;
}

const LEADS_BACK = ['invalid', 'too_large', 'unsupported_media', 'unprocessable', 'unavailable'];

/** Why a whole form could not be taken, when it is for the person to mend; undefined for all else. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof UserError && LEADS_BACK.includes(error.code))
    return { status: error.status, message: error.message };
  if (!(error instanceof multer.MulterError)) return undefined;
  if (error.code !== 'LIMIT_FILE_SIZE')
    return { status: 400, message: '这次没有上传：一次选的文件太多。请分几次选择' };
  const place = placeIn(error.field ?? '');
  const message = '这张图片超过 20 MB，没有上传。请压缩后重新选择，同时选的其他图片也请重选';
  return { status: 413, message, ...(place ? { path: pathOf(place) } : {}) };
}

const placeIn = (name: string) => /^file\.(.+)$/.exec(name)?.[1];

function pathOf(place: string): string {
  return place.startsWith('services.') ? place : `materials.${place}`;
}
