import { codeTable } from '../../bureau/index.ts';
import { now, shownDay } from '../../platform/clock.ts';
import { type Db, db } from '../../platform/db.ts';
import { readSetting } from '../../platform/settings.ts';
import { standsAgainst } from '../begin/settle-request.ts';
import type { FilingForm } from '../forms.ts';
import { type ProvinceRules, provinceRules } from '../provinces/index.ts';
import { ruleBook } from '../reason-rules/in-force.ts';
import {
  type CheckContext,
  type CodeTables,
  checkField,
  checkForm,
  type Finding,
  inRuleWords,
} from '../rules/index.ts';
import { providerSetting, provincesSetting } from '../settings.ts';

/** The code tables that the rules read, and that a form's choices come from. */
export const TABLES = [
  'entity_kinds',
  'id_types',
  'content_types',
  'languages',
  'access_methods',
  'server_locations',
  'prior_approvals',
  'top_level_domains',
  'regions',
  'cancel_reasons',
] as const;

/** Kept for half a minute: a draft is checked with every save. */
let kept: { until: number; codes: CodeTables } | undefined;

/** Every code table in force that is not empty. */
export async function codeTables(db: Db): Promise<CodeTables> {
  if (kept && kept.until > Date.now()) return kept.codes;
  const rows = await Promise.all(
    TABLES.map(async (table) => [table, await codeTable(db, table)] as const),
  );
  const codes = Object.fromEntries(rows.filter(([, table]) => table.length > 0));
  kept = { until: Date.now() + 30_000, codes };
  return codes;
}

/** What the province of this code asks for, as the operator has corrected it. */
export async function rulesOfProvince(code: string): Promise<ProvinceRules> {
  const overrides = await readSetting(provincesSetting);
  return provinceRules(code, overrides[`${code.slice(0, 2)}0000`]);
}

/** All that the rules may know of the world for this form, as of now. */
export async function checkContext(form: FilingForm): Promise<CheckContext> {
  const { ip_ranges } = await readSetting(providerSetting);
  return {
    today: shownDay(now()),
    province: await rulesOfProvince(form.entity.province_code),
    provider: { ip_ranges },
    codes: await codeTables(db),
  };
}

/** Everything wrong or doubtful in a form now: by the rules, and by what is filed already. */
export async function check(form: FilingForm): Promise<Finding[]> {
  const found = checkForm(form, await checkContext(form));
  return [...(await inWordsNow(found)), ...(await standsAgainst(db, form))];
}

/** What the rules say about one field now. */
export async function checkOne(form: FilingForm, path: string): Promise<Finding[]> {
  return inWordsNow(checkField(form, path, await checkContext(form)));
}

/** What is found here is told in the words in which a bureau's refusal would be told. */
async function inWordsNow(found: Finding[]): Promise<Finding[]> {
  return inRuleWords(found, (await ruleBook()).byCode);
}
