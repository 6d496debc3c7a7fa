import assert from 'node:assert/strict';
import type { Reading } from '../../../src/documents/index.ts';
import type { App, Browser } from '../../harness.ts';

// What the tests of filing pages share. To be imported after `start`: it needs the test's own database.
const { db } = await import('../../../src/platform/db.ts');
const { seal } = await import('../../../src/platform/seal.ts');
const { aFiling, aForm, aPhoto, filingNow, withPictures } = await import('../../factories.ts');
type Person = import('../../factories.ts').Person;
type FilingForm = import('../../../src/filings/forms.ts').FilingForm;
type FilingStatus = import('../../../src/filings/steps/status.ts').FilingStatus;

export type Client = Browser & { user_id: number };

/** Somebody signed in by browser, as the factories know him. */
export function personOf(client: Client): Person {
  const { user_id: id } = client;
  return { id, name: '测试', email: '', actor: { kind: 'user', id, name: '测试' } };
}

/** A filing of this customer's with real pictures, at a status. */
export async function pictured(
  client: Client,
  status: FilingStatus = 'draft',
  form: FilingForm = aForm(),
) {
  const customer = personOf(client);
  return aFiling({ customer, status, form: await withPictures(form, customer) });
}

/** Begins a filing as the page does; gives its number. */
export async function begin(client: Client, entity_kind = '4', province_code = '330000') {
  const answer = await client.post('/filings', { entity_kind, province_code });
  assert.equal(answer.status, 303);
  const filing_no = /BA[0-9A-Z]{16}/.exec(answer.headers.get('location') ?? '')?.[0];
  assert.ok(filing_no);
  return filing_no;
}

/** What the form of a page would send if nobody changed anything: its names and values, as a browser reads them. */
export function formIn(html: string, marker: string): Record<string, string[]> {
  const form = html.split('<form').find((part) => part.includes(marker)) ?? '';
  const sent: Record<string, string[]> = {};
  const add = (name: string, value: string) => (sent[name] ??= []).push(unescaped(value));
  for (const [input] of form.matchAll(/<input\b[^>]*>/g)) {
    const type = attribute(input, 'type') ?? 'text';
    const name = attribute(input, 'name');
    if (!name || type === 'file') continue;
    if ((type === 'checkbox' || type === 'radio') && !/\schecked/.test(input)) continue;
    add(name, attribute(input, 'value') ?? '');
  }
  for (const [, open = '', inside = ''] of form.matchAll(
    /<select\b([^>]*)>([\s\S]*?)<\/select>/g,
  )) {
    const chosen =
      /<option value="([^"]*)" selected/.exec(inside) ?? /<option value="([^"]*)"/.exec(inside);
    add(attribute(open, 'name') ?? '', chosen?.[1] ?? '');
  }
  for (const [, open = '', inside = ''] of form.matchAll(
    /<textarea\b([^>]*)>([\s\S]*?)<\/textarea>/g,
  ))
    add(attribute(open, 'name') ?? '', inside);
  return sent;
}

function attribute(tag: string, name: string): string | undefined {
  return new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
}

function unescaped(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&#34;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}

/** Opens a page and sends its form with these changes, as a browser without scripts does. */
export async function fillIn(
  client: Client,
  path: string,
  changes: Record<string, string | string[]>,
): Promise<Response> {
  const page = await client.get(path);
  assert.equal(page.status, 200, path);
  return client.post(path, { ...formIn(await page.text(), 'data-autosave'), ...changes });
}

/** Sends a page's form as a browser without scripts sends it when there are places for pictures. */
export async function handIn(
  client: Client,
  path: string,
  pictures: Record<string, Buffer>,
): Promise<Response> {
  const html = await (await client.get(path)).text();
  const body = new FormData();
  for (const [name, values] of Object.entries(formIn(html, 'data-autosave')))
    for (const value of values) body.append(name, value);
  for (const [place, bytes] of Object.entries(pictures))
    body.append(`file.${place}`, new Blob([new Uint8Array(bytes)]), 'photo.jpg');
  return client.fetch(path, { method: 'POST', body });
}

/** Uploads a picture as the scripts do; gives its number. */
export async function upload(client: Client, filing_no: string, purpose: string) {
  const body = new FormData();
  body.append('purpose', purpose);
  body.append('file', new Blob([new Uint8Array(await aPhoto())]), 'photo.jpg');
  const answer = await client.fetch(`/filings/${filing_no}/pictures`, {
    method: 'POST',
    body,
    headers: { accept: 'application/json' },
  });
  assert.equal(answer.status, 201);
  const { no }: { no: string } = JSON.parse(await answer.text());
  return no;
}

/** From now on OCR has read this in the picture, each value with its confidence. */
export async function isRead(
  document_no: string,
  kind: Reading['kind'],
  values: Record<string, [string, number]>,
): Promise<void> {
  const box = { left: 40, top: 40, width: 200, height: 40 };
  const fields = Object.entries(values).map(([field, [value, confidence]]) => [
    field,
    { value, confidence, warnings: [], box },
  ]);
  const reading: Reading = {
    ...{ kind, confidence: 0.9, turned: 0, skew_deg: 0, engine: 'test', ms: 1 },
    upright: { width: 400, height: 260 },
    quality: { ok: true, problems: [], width: 400, height: 260, sharpness: 1, brightness: 128 },
    fields: Object.fromEntries(fields),
  };
  const place = `documents.reading_sealed:${document_no}`;
  await db('documents')
    .where({ no: document_no })
    .update({ ocr_status: 'done', reading_sealed: seal(JSON.stringify(reading), place) });
}

/** What a licence says, read well but for the address. */
export const LICENCE: Record<string, [string, number]> = {
  name: ['杭州青禾网络有限公司', 0.97],
  credit_code: ['91330000MA2XYW1234', 0.93],
  address: ['浙江省杭州市滨江区网商路699号', 0.61],
  legal_person: ['张晨曦', 0.95],
};

/** The form of a filing as it lies in the database. */
export async function formOf(filing_no: string): Promise<FilingForm> {
  const { openForm } = await import('../../../src/filings/drafts/draft.ts');
  return openForm(await filingNow(filing_no));
}

/** A page's text, which must be there. */
export async function page(client: Browser, path: string, status = 200): Promise<string> {
  const answer = await client.get(path);
  assert.equal(answer.status, status, `${path}: ${answer.status}`);
  return answer.text();
}

/** The part of a review page that is about one line. */
export function lineOf(html: string, path: string): string {
  const lines = html.split('<div class="check-line"').slice(1);
  return lines.find((line) => line.includes(`words:${path}"`)) ?? '';
}

/** The paths of the lines that are ticked on a review page. */
export function checkedIn(html: string): string[] {
  return [...html.matchAll(/name="ok" value="([^"]+)" checked/g)].map(([, path = '']) => path);
}

/** What a page says is wrong, for the message of a failing test. */
export function problemsIn(html: string): string {
  const said = /id="errors"[\s\S]*?<\/ol>/.exec(html)?.[0] ?? html;
  return said.replaceAll(/<[^>]+>|\s+/g, ' ').slice(0, 800);
}

export type { App };
