import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../../harness.ts';

await start();
const { aForm } = await import('../../factories.ts');
const { isPrintout, PRINTOUTS, printoutOf } = await import(
  '../../../src/filings/printouts/index.ts'
);
type Form = ReturnType<typeof aForm>;
const names = Object.keys(PRINTOUTS).filter(isPrintout);

/** What is drawn on the sheets, whenever they were made, and in whatever order their parts were packed. */
async function drawn(name: (typeof names)[number], form: Form): Promise<string> {
  const pdf = (await printoutOf(name, 'BA0000000000000000', form)).toString('latin1');
  const parts = pdf.slice(0, pdf.lastIndexOf('xref\n0 ')).split('endobj\n');
  const undated = parts.map((part) => part.replace(/\(D:\d{14}Z\)|[A-Z]{6}\+/g, ''));
  return undated.sort().join();
}

const loosely: Record<'unit' | 'individual', (form: Form) => void> = {
  unit: ({ entity, services }) => {
    entity.name = ` ${entity.name} `;
    entity.id_number = entity.id_number.toLowerCase();
    entity.leader.mobile = '１３８ ００００ ０００１';
    for (const service of services) service.domains = [' ', ...service.domains, ''];
  },
  individual: ({ entity, services }) => {
    Object.assign(entity.leader, { name: '', id_type: '', id_number: '', id_valid_until: '' });
    for (const service of services) Object.assign(service.leader, { name: '' });
  },
};

for (const kind of ['unit', 'individual'] as const)
  test(`what is printed of a loosely typed draft is what goes to the bureau: ${kind}`, async () => {
    const form = aForm(kind);
    form.entity.leader.mobile = '13800000001';
    const loose = structuredClone(form);
    loosely[kind](loose);
    assert.notDeepEqual(loose, form);
    for (const name of names)
      assert.equal((await drawn(name, loose)) === (await drawn(name, form)), true, name);
    const other = { ...form, entity: { ...form.entity, name: '另一家' } };
    assert.equal(
      (await drawn(names[0] ?? 'verification_form', other)) ===
        (await drawn('verification_form', form)),
      false,
    );
  });
