import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { startSandbox, temporaryDir } from '../../sandbox/process.ts';
import { asking } from '../asking.ts';
import { aFiling } from '../filings.ts';
import { schemaOptions } from '../schemas.ts';
import { importFrom, startDatabase } from '../setup.ts';

const { db } = await startDatabase();
const { entityOfFiling, keepShippedProfile, serviceByDomain } = await import(
  '../../../src/bureau/index.ts'
);
const { serviceRecord } = await import('../../../src/bureau/registry/open-record.ts');
const { shippedProfile } = await import('../../../src/bureau/profile/read.ts');
const { activate, addVersion } = await import('../../../src/bureau/profile/versions.ts');
const { inTransaction } = await import('../../../src/platform/db.ts');
await keepShippedProfile(db);

/** 𠮷 lies beyond the first plane, 㛃 in its first extension: GBK has neither. */
const NAME = '𠮷野㛃商贸有限公司';
const SITE = '㛃氏𠮷祥网';

/** A bureau whose profile says that documents are written so, and one of ours that speaks by it. */
async function bureauIn(charset: 'GB18030' | 'UTF-8') {
  const shipped = shippedProfile();
  const profile = { ...shipped, document: { ...shipped.document, charset } };
  const document_json = JSON.stringify(profile);
  const file = join(temporaryDir(), 'profile.json');
  writeFileSync(file, document_json);
  await inTransaction(async (trx) => {
    const made = { name: charset, document_json, note: charset, source: 'console' as const };
    const version = await addVersion(trx, made, null);
    await activate(trx, { name: charset, version, seen: null }, null);
  });
  const options = [...schemaOptions, '--auto', 'approve', '--jcdm', 'no', '--profile', file];
  const running = await startSandbox('bureau', options);
  await importFrom(running, charset, { profile_name: charset });
  return running.url;
}

/** A dull first filing, but for two names with letters that GBK has not. */
function rareFiling(n: number) {
  const filing = aFiling(n);
  filing.entity.name = NAME;
  filing.services[0]!.name = SITE;
  return filing;
}

for (const [n, charset] of (['GB18030', 'UTF-8'] as const).entries()) {
  test(`rare letters go up and come down whole where documents are in ${charset}`, async () => {
    const url = await bureauIn(charset);
    const subject = `BA${charset}`;
    const record = { subject, kind: 'initial', filing: rareFiling(n + 1) } as const;
    const { results } = await asking(db, charset).ask(record, 'published');
    const published = results.find((one) => one.kind === 'published');
    assert.ok(published?.kind === 'published');
    assert.equal(published.services[0]?.name, SITE);
    const bytes = Buffer.from(await (await fetch(`${url}/_control/uploads/1`)).arrayBuffer());
    assert.match(bytes.toString('latin1'), new RegExp(`^<\\?xml [^>]*encoding="${charset}"`));
    const text = new TextDecoder(charset, { fatal: true }).decode(bytes);
    assert.ok(text.includes(`>${NAME}<`) && text.includes(`>${SITE}<`));
    assert.equal((await entityOfFiling(db, subject))?.entity.name, NAME);
    const found = await serviceByDomain(db, `beika${n + 1}.cn`);
    assert.equal((await serviceRecord(db, found!.service_no))?.name, SITE);
  });
}

test('where documents are in GBK the same filing is refused before it is put in line, at its fields', async () => {
  const running = await startSandbox('bureau', ['--jcdm', 'no']);
  await importFrom(running, 'gbk');
  const record = { subject: 'BAGBK', kind: 'initial', filing: rareFiling(9) } as const;
  const refused = await asking(db, 'gbk')
    .ask(record, 'published')
    .catch((error) => error);
  assert.deepEqual(Object.keys(refused.fields ?? {}).sort(), ['entity.name', 'services.0.name']);
  assert.match(refused.fields['entity.name'], /𠮷/);
});
