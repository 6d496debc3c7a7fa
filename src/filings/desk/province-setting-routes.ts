import { type Response, Router } from 'express';
import type { z } from 'zod';
import { requires, userOf } from '../../accounts/index.ts';
import { record } from '../../audit/index.ts';
import { inTransaction } from '../../platform/db.ts';
import { must } from '../../platform/errors.ts';
import { readSetting, writeSetting } from '../../platform/settings.ts';
import {
  PROVINCES,
  ProvinceOverride,
  type ProvinceRules,
  provinceRules,
} from '../provinces/index.ts';
import { provincesSetting } from '../settings.ts';
import { PROVINCE_WORDS, provinceKeys } from './province-words.ts';

/** What the operator knows better about one province than the shipped record. */
export const provinceSettingRoutes = Router();
const manages = requires('settings.manage');
const place = '/settings/filings/provinces/:code';

provinceSettingRoutes.get(place, manages, async (req, res) => {
  const shipped = provinceNamed(String(req.params['code']));
  const own = (await readSetting(provincesSetting))[shipped.code] ?? {};
  const text = Object.keys(own).length > 0 ? JSON.stringify(own, null, 2) : '';
  show(res, shipped, own, { text, error: null });
});

/** An empty text gives the province its shipped record back. */
provinceSettingRoutes.post(place, manages, async (req, res) => {
  const shipped = provinceNamed(String(req.params['code']));
  const all = await readSetting(provincesSetting);
  const text = typeof req.body?.override === 'string' ? req.body.override : '';
  const read = readOverride(text);
  if (!read.ok) {
    return show(res.status(422), shipped, all[shipped.code] ?? {}, { text, error: read.error });
  }
  const { [shipped.code]: _old, ...others } = all;
  const next = Object.keys(read.own).length > 0 ? { ...others, [shipped.code]: read.own } : others;
  await inTransaction(async (trx) => {
    await writeSetting(trx, provincesSetting, next);
    const details = { part: 'province', code: shipped.code, keys: Object.keys(read.own) };
    await record(trx, userOf(req).actor, 'settings.changed', 'settings:filings', details);
  });
  res.flash('success', `已保存${shipped.name}的要求，新的检查马上照此进行`);
  res.redirect(303, `/settings/filings/provinces/${shipped.code}`);
});

function provinceNamed(code: string): ProvinceRules {
  return must(
    PROVINCES.find((province) => province.code === code),
    '省份',
  );
}

type Read = { ok: true; own: ProvinceOverride } | { ok: false; error: string };

function readOverride(text: string): Read {
  if (text.trim() === '') return { ok: true, own: {} };
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    const where = error instanceof Error ? error.message : '';
    return { ok: false, error: `不是正确的 JSON：${where.slice(0, 120)}` };
  }
  const parsed = ProvinceOverride.strict().safeParse(json);
  if (parsed.success) return { ok: true, own: parsed.data };
  return { ok: false, error: parsed.error.issues.map(inWords).join('；') };
}

/** 例: local_mobile：应为 true 或 false */
function inWords(issue: z.core.$ZodIssue): string {
  const name = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') return `没有这一项：${issue.keys.join('、')}`;
  if (issue.code === 'invalid_value')
    return `${name}：只能是 ${issue.values.map(String).join('、')}`;
  if (issue.code !== 'invalid_type') return `${name}：${issue.message}`;
  const wanted: Record<string, string> = {
    boolean: 'true 或 false',
    string: '带引号的文字',
    array: '[ ] 中的一组文字',
    number: '数字或 null',
    object: '{ } 中的内容',
  };
  return `${name || '内容'}：应为 ${wanted[issue.expected] ?? issue.expected}`;
}

function show(
  res: Response,
  shipped: ProvinceRules,
  own: ProvinceOverride,
  typed: { text: string; error: string | null },
): void {
  const now = provinceRules(shipped.code, own);
  res.page('filings/province', {
    title: `${shipped.full_name}的要求`,
    code: shipped.code,
    dated: now.dated,
    rows: provinceKeys.map((key) => ({
      ...{ key, words: PROVINCE_WORDS[key], now: JSON.stringify(now[key]) },
      shipped: key in own ? JSON.stringify(shipped[key]) : null,
    })),
    ...typed,
  });
}
