import { type Request, type Response, Router } from 'express';
import { requires, userOf } from '../accounts/index.ts';
import { record } from '../audit/index.ts';
import { db, inTransaction } from '../platform/db.ts';
import { must, UserError } from '../platform/errors.ts';
import { limited, noStore } from '../platform/guards.ts';
import { cutOut } from './image.ts';
import { documentOf, openReading, originalOf, thumbOf } from './queries.ts';
import { maySee } from './seers.ts';
import { sendPicture } from './send-picture.ts';
import { keepPicture, recordPicture } from './store-upload.ts';
import type { DocumentRow } from './tables.ts';
import { onePicture, uploadedPicture } from './upload.ts';

export const routes = Router();

const uploads = limited({ name: 'upload', limit: 120, windowMs: 10 * 60_000, failOpen: true });

/** Takes one picture (multipart field `file`, `purpose`) and answers with its number and what to mend. */
routes.post('/documents', requires('filing.file'), uploads, onePicture, async (req, res) => {
  const purpose = purposeOf(req);
  const { id: owner_id, actor } = userOf(req);
  const kept = await keepPicture({ owner_id, purpose, bytes: uploadedPicture(req) });
  const stored = await inTransaction(async (trx, after) => {
    const document = await recordPicture(trx, kept, after);
    await record(trx, actor, 'document.uploaded', `document:${document.no}`, { purpose });
    return document;
  });
  res.status(201).json(stored);
});

routes.get('/documents/:no/view', noStore, async (req, res) => {
  const document = await documentSeenBy(req);
  sendPicture(res, 'image/jpeg', await originalOf(document.no));
});

routes.get('/documents/:no/thumb', async (req, res) => {
  const document = await documentOpenTo(req);
  keepAWhile(req, res, document);
  sendPicture(res, 'image/webp', await thumbOf(document.no));
});

/** The cut-out that OCR read a field from. */
routes.get('/documents/:no/fields/:field', async (req, res) => {
  const document = await documentOpenTo(req);
  const reading = must(openReading(document), '识别结果');
  const box = must(reading.fields[String(req.params['field'])]?.box, '截图');
  keepAWhile(req, res, document);
  sendPicture(res, 'image/webp', await cutOut(await originalOf(document.no), box, reading.turned));
});

function purposeOf(req: Request): string {
  const purpose: unknown = req.body?.purpose;
  if (typeof purpose !== 'string' || !/^[a-z0-9_]{1,60}$/.test(purpose)) {
    throw new UserError('invalid', '没有说明这张图片的用途，请刷新页面后重试');
  }
  return purpose;
}

/** Own documents, and those that somebody looks after now; anything else does not exist. */
async function documentOpenTo(req: Request): Promise<DocumentRow> {
  const document = must(await documentOf(db, String(req.params['no'])), '图片');
  return must((await maySee(userOf(req), document)) ? document : undefined, '图片');
}

/** Who looks at it for a while only keeps no copy. */
function keepAWhile(req: Request, res: Response, { owner_id }: DocumentRow): void {
  const isOwn = owner_id === userOf(req).id;
  res.set('Cache-Control', isOwn ? 'private, max-age=3600' : 'no-store');
}

/** As above, and who looks at another's picture in full is recorded. */
async function documentSeenBy(req: Request): Promise<DocumentRow> {
  const document = await documentOpenTo(req);
  const user = userOf(req);
  if (document.owner_id !== user.id) {
    await inTransaction((trx) =>
      record(trx, user.actor, 'document.viewed', `document:${document.no}`),
    );
  }
  return document;
}
