import { readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { createUser, userByEmail } from '../../accounts/index.ts';
import { SYSTEM } from '../../audit/index.ts';
import { db, inTransaction } from '../../platform/db.ts';
import { must, UserError } from '../../platform/errors.ts';
import { filingNumbered } from '../queries.ts';
import { applyResults } from '../steps/apply-result.ts';
import { reportFiling } from '../steps/report-filing.ts';
import { passReviewed } from '../steps/review-filing.ts';
import { ownerOfAbout } from './about-filed.ts';
import { type Filed, fileFiling } from './file-filing.ts';
import { type FilingRequest, fromBase64, readFilingRequest } from './filing-request.ts';
import { shownFiling } from './shown-filing.ts';

const Extra = z.looseObject({
  /** It was reviewed elsewhere: when its checks pass, the system passes it. */
  reviewed: z.boolean().default(false),
  /** Whose filing it is; without it, the entity leader's address decides. */
  customer_email: z.email().optional(),
});

/**
 * Files what a JSON file holds: as POST /api/v1/filings takes it, with pictures also as paths relative to
 * the file. With `"reviewed": true` it goes through review and into line for its bureau. A UserError names
 * every field that stands against it.
 */
export async function importFiling(
  file: string,
  options: { customer_id?: number } = {},
): Promise<ReturnType<typeof showFiling>> {
  const { reviewed, customer_email, ...body } = await readJson(file);
  const request = await readFilingRequest(body, (sent, path) => picture(file, sent, path));
  const customer_id = options.customer_id ?? (await customerOf(request, customer_email));
  const filed = await fileFiling({ id: customer_id, actor: SYSTEM }, request, {
    source: 'import',
    also: async (trx, after, { filing_no, status }: Filed) => {
      if (!reviewed || status !== 'provider_review') return;
      const row = must(await trx('filings').where({ filing_no }).first(), '备案');
      await passReviewed(trx, after, row);
    },
  });
  if (reviewed) await reportFiling(filed.filing_no);
  return showFiling(filed.filing_no);
}

/** A filing as it stands now, personal data masked; what its bureau has said is taken up first. */
export async function showFiling(filing_no: string) {
  await applyResults();
  return shownFiling(must(await filingNumbered(db, filing_no), '备案'), 'operator');
}

async function readJson(file: string) {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new UserError('invalid', `读不了文件 ${file}：${String(error)}`);
  });
  try {
    return Extra.parse(JSON.parse(text));
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new UserError('invalid', `文件 ${file} 不是正确的备案 JSON：${why}`);
  }
}

/** What names a file beside the JSON file is that file; all else is base64. */
async function picture(file: string, sent: string, path: string): Promise<Buffer> {
  if (sent.length > 500 || sent.startsWith('data:')) return fromBase64(sent, path);
  const at = resolve(dirname(file), sent);
  const found = await stat(at).catch(() => undefined);
  if (found?.isFile()) return readFile(at);
  throw new UserError('unprocessable', `没有图片文件 ${sent}`, { [path]: `没有图片文件 ${sent}` });
}

/** Whose it is: of what is filed already its owner's, unless the file names somebody. */
async function customerOf(request: FilingRequest, customer_email: string | undefined) {
  const { about } = request;
  if (!about || customer_email !== undefined) return ownerOf(request, customer_email);
  return must(await ownerOfAbout(about), '主体备案的客户');
}

/** The customer of an imported filing: by mail address, made when nobody has it yet. */
async function ownerOf(request: FilingRequest, customer_email: string | undefined) {
  const { leader } = request.form.entity;
  const email = customer_email ?? leader.email;
  const known = await userByEmail(db, email, 'filing.file');
  if (known !== undefined) return known;
  const name = leader.name || request.form.entity.name || '备案客户';
  const user = { name, email, roles: ['customer'] as const };
  try {
    return (await inTransaction((trx) => createUser(trx, user, SYSTEM))).id;
  } catch (error) {
    if (!(error instanceof UserError) || error.code !== 'conflict') throw error;
    const path = customer_email === undefined ? 'entity.leader.email' : 'customer_email';
    const words = `邮箱 ${email} 属于工作人员或已停用的账号，备案不能归它。请用 customer_email 写明客户的邮箱`;
    throw new UserError('unprocessable', words, { [path]: words });
  }
}
