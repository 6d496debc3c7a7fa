import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { nameActions, record } from '../../audit/index.ts';
import { db, inTransaction } from '../../platform/db.ts';
import { must, UserError } from '../../platform/errors.ts';
import { limited, noStore } from '../../platform/guards.ts';
import { requires, userOf } from '../../platform/permitted.ts';
import { readOr } from '../../platform/web.ts';
import { bureauNamed } from '../bureaus/bureaus.ts';
import { type Verified, verifyPassword } from '../status/verify-password.ts';
import type { BureauRow } from '../tables.ts';

nameActions({ 'bureau.password_verified': '核对备案密码' });

/** 核对备案密码: asks a bureau whether a filing password is right. The password is neither kept nor shown again. */
export const passwordRoutes = Router();
const mayManage = requires('bureau.manage');
const place = '/bureaus/:name/filing-password';
const seldom = limited({ name: 'verifybamm', limit: 30, windowMs: 600_000, failOpen: true });

passwordRoutes.get(place, mayManage, noStore, async (req, res) => {
  show(res, await bureauIn(req), { icp_number: '' });
});

const Asked = z.object({
  icp_number: z.string({ error: '请填写备案号' }).trim().min(4, '请填写备案号').max(60),
  filing_password: z.string({ error: '请填写备案密码' }).min(1, '请填写备案密码').max(64),
});

passwordRoutes.post(place, mayManage, noStore, seldom, async (req, res) => {
  const bureau = await bureauIn(req);
  const icp_number = String(req.body?.icp_number ?? '');
  const form = readOr(Asked, req.body);
  if (!form.ok) return show(res.status(422), bureau, { icp_number, fields: form.fields });
  try {
    const { verified, was_known } = await verifyPassword(bureau, form.data);
    await note(req, bureau, { icp_number: form.data.icp_number, verified, was_known });
    show(res, bureau, { icp_number: form.data.icp_number, verified, was_known });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    show(res.status(error.status), bureau, { icp_number, problem: error.message });
  }
});

const WORDS: Record<Verified, { tone: string; title: string; text: string }> = {
  right: { tone: 'ok', title: '密码正确', text: '备案号与备案密码相符。' },
  wrong: {
    tone: 'bad',
    title: '密码不正确',
    text: '请核对备案号和密码；错误次数过多会被管局锁定。',
  },
  locked: {
    tone: 'warn',
    title: '错误次数过多',
    text: '管局暂时不再核对这个备案号，请一小时后再试。',
  },
};

interface Shown {
  icp_number: string;
  verified?: Verified;
  was_known?: boolean;
  problem?: string;
  fields?: Record<string, string>;
}

function show(res: Response, bureau: BureauRow, shown: Shown): void {
  const { icp_number, verified, was_known = false, problem, fields = {} } = shown;
  const told = problem ? { tone: 'bad', title: '没有核对成', text: problem } : null;
  res.page('bureau/filing-password', {
    title: '核对备案密码',
    name: bureau.name,
    ...{ icp_number, was_known, fields },
    answer: verified ? WORDS[verified] : told,
  });
}

async function bureauIn(req: Request): Promise<BureauRow> {
  return must(await bureauNamed(db, String(req.params['name'])), '管局');
}

function note(req: Request, bureau: BureauRow, details: object): Promise<void> {
  const { actor } = userOf(req);
  return inTransaction((trx) =>
    record(trx, actor, 'bureau.password_verified', `bureau:${bureau.name}`, details),
  );
}
