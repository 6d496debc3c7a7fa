// To be imported after `start`: it needs the test's own database.
const { db } = await import('../../../src/platform/db.ts');
const { formOf, isRead, personOf, pictured } = await import('../pages/stage.ts');
const { aForm, aPhoto, filingNow } = await import('../../factories.ts');
const { takeReadings } = await import('../../../src/filings/drafts/readings.ts');
const { storePicture } = await import('../../../src/filings/drafts/pictures.ts');
const { openDraft, sealDraft } = await import('../../../src/filings/drafts/draft.ts');
type Client = import('../pages/stage.ts').Client;

/** Waiting for review, with pictures in which OCR has read just what was typed, unless `read` says otherwise. */
export async function surelyRead(client: Client, read: Record<string, [string, number]> = {}) {
  const row = await pictured(client, 'provider_review', aForm());
  const form = await formOf(row.filing_no);
  const { entity } = form;
  await reads(client, row.filing_no, 'entity_licence', 'licence', {
    ...{ name: [entity.name, 0.99], credit_code: [entity.id_number, 0.99], ...read },
  });
  await reads(client, row.filing_no, 'entity_leader_id_front', 'id_front', {
    name: [entity.leader.name, 0.99],
    id_number: [entity.leader.id_number, 0.99],
  });
  return filingNow(row.filing_no);
}

async function reads(
  client: Client,
  filing_no: string,
  slot: string,
  kind: 'licence' | 'id_front',
  values: Record<string, [string, number]>,
) {
  const { id } = await filingNow(filing_no);
  const { no } = await storePicture(personOf(client), slot, await aPhoto());
  const draft = openDraft(await filingNow(filing_no));
  const materials = { ...draft.form.materials, [slot]: [no] };
  const sealed = sealDraft(filing_no, { ...draft, form: { ...draft.form, materials } });
  await db('filings').where({ id }).update(sealed);
  await db('filing_pictures').insert({
    ...{ filing_id: id, slot, document_no: no, reading: 'waiting', added_at: new Date() },
  });
  await isRead(no, kind, values);
  await takeReadings(id);
}
