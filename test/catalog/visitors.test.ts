import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { start } from '../harness.ts';

const app = await start();
const { db } = app;
const { aVariant } = await import('../shop.ts');
const { catalogChanged } = await import('../../src/catalog/index.ts');
const { tellRestocked } = await import('../../src/catalog/shop/restock-wishes.ts');
const visitor = app.client();

test('a visitor is answered from memory with the headers and bytes of the page, and others never are', async () => {
  const { product } = await aVariant(db, { product: { name: '存页' }, stock: 50 });
  const path = `/shop/${product.product_no}`;
  const first = await visitor.get(path);
  const etag = first.headers.get('etag')!;
  const page = await first.text();
  await db('products').where({ id: product.id }).update({ name: '改名' });
  const kept = await visitor.get(path);
  assert.equal(await kept.text(), page, 'the same bytes for a moment');
  const names = (answer: Response) =>
    [...answer.headers.keys()].filter((name) => name !== 'date').sort();
  assert.deepEqual(names(kept), names(first));
  const usual = await visitor.get('/privacy');
  const policy = (answer: Response) => answer.headers.get('content-security-policy');
  assert.equal(policy(kept), policy(usual));
  assert.notEqual(kept.headers.get('x-request-id'), first.headers.get('x-request-id'));
  const known = await visitor.fetch(path, { headers: { 'if-none-match': etag } });
  assert.equal(known.status, 304);
  const member = await (await app.signedIn('customer')).get(path);
  assert.match(await member.text(), /改名/);
  assert.equal(member.headers.get('cache-control'), 'no-store');
  const dark = await visitor.fetch(path, { headers: { cookie: 'theme=dark' } });
  assert.match(await dark.text(), /data-theme="dark"/);
  catalogChanged();
  assert.match(await (await visitor.get(`${path}?nonsense=1`)).text(), /改名/);
});

test('a hundred visitors at once have one page made, in the coding they take', async () => {
  const { product } = await aVariant(db, { product: { name: '一起来' }, stock: 50 });
  const all = await Promise.all(
    Array.from({ length: 100 }, () => visitor.get(`/shop/${product.product_no}`)),
  );
  assert.equal(new Set(await Promise.all(all.map((answer) => answer.text()))).size, 1);
  const { request } = await import('node:http');
  const raw = await new Promise<{ coding: unknown; bytes: Buffer }>((resolve) => {
    const headers = { 'accept-encoding': 'gzip' };
    request(`${app.url}/shop/${product.product_no}`, { headers }, (res) => {
      const parts: Buffer[] = [];
      res.on('data', (part) => parts.push(part));
      res.on('end', () =>
        resolve({ coding: res.headers['content-encoding'], bytes: Buffer.concat(parts) }),
      );
    }).end();
  });
  assert.equal(raw.coding, 'gzip');
  assert.match(gunzipSync(raw.bytes).toString(), /一起来/);
});

test('a page that cannot be made is not kept, and the next visitor asks anew', async () => {
  const { product } = await aVariant(db, { product: { is_on: false } });
  const path = `/shop/${product.product_no}`;
  const all = await Promise.all(Array.from({ length: 5 }, () => visitor.get(path)));
  assert.deepEqual([...new Set(all.map(({ status }) => status))], [404]);
  await db('products').where({ id: product.id }).update({ is_on: true });
  assert.equal((await visitor.get(path)).status, 200);
});

test('who waits for stock is told once by mail, and his address is gone', async () => {
  const { product, variant } = await aVariant(db, { product: { name: '等货' } });
  const path = `/shop/${product.product_no}/restock-wishes`;
  const form = { variant: variant.variant_no, email: 'waiting@example.com' };
  for (let n = 0; n < 2; n++) assert.equal((await app.client().post(path, form)).status, 303);
  assert.equal((await app.client().post(path, { ...form, email: 'nobody' })).status, 422);
  const [wish, ...more] = await db('restock_wishes').where({ variant_id: variant.id });
  assert.equal(more.length, 0);
  assert.doesNotMatch(JSON.stringify(wish), /waiting@/);
  await tellRestocked();
  assert.equal((await db('deliveries').where({ event: 'shop.restocked' })).length, 0);
  await db('variants').where({ id: variant.id }).update({ stock: 4, restocked_at: new Date() });
  await Promise.all([tellRestocked(), tellRestocked(), tellRestocked()]);
  assert.equal((await db('deliveries').where({ event: 'shop.restocked' })).length, 1);
  assert.equal((await db('restock_wishes').where({ variant_id: variant.id })).length, 0);
  const late = app.client();
  assert.equal((await late.post(path, form)).status, 303);
  assert.match(await (await late.get(`/shop/${product.product_no}`)).text(), /现在有货/);
  assert.equal((await db('restock_wishes').where({ variant_id: variant.id })).length, 0);
});

test('a picture is open to all once a product names it, and closed again when none does', async () => {
  const operator = await app.signedIn('operator');
  const sharp = (await import('sharp')).default;
  const create = { width: 400, height: 300, channels: 3, background: '#0c5f7d' } as const;
  const file = new Blob([new Uint8Array(await sharp({ create }).png().toBuffer())]);
  const body = new FormData();
  body.set('file', file, 'cover.png');
  const sent = await operator.fetch('/products/pictures', { method: 'POST', body });
  assert.equal(sent.status, 201);
  const { no } = JSON.parse(await sent.text());
  const path = `/shop/pictures/${no}/thumb`;
  assert.equal((await visitor.get(path)).status, 404);
  const { product } = await aVariant(db);
  const form = { name: '有图', version: '1', pictures: no };
  assert.equal((await operator.post(`/products/${product.product_no}`, form)).status, 303);
  const shown = await visitor.get(path);
  assert.deepEqual([shown.status, shown.headers.get('content-type')], [200, 'image/webp']);
  assert.equal((await visitor.get(`/shop/pictures/${no}/view`)).status, 200);
  const none = { ...form, version: '2', remove: `pictures:${no}` };
  assert.equal((await operator.post(`/products/${product.product_no}`, none)).status, 200);
  const without = { name: '无图', version: '2' };
  assert.equal((await operator.post(`/products/${product.product_no}`, without)).status, 303);
  assert.equal((await visitor.get(path)).status, 404);
});

test('nothing of a document that no product names is shown, whatever its purpose says', async () => {
  const customer = await app.signedIn('customer');
  const { storePicture } = await import('../../src/catalog/products/pictures.ts');
  const sharp = (await import('sharp')).default;
  const create = { width: 400, height: 300, channels: 3, background: '#fff' } as const;
  const { no } = await storePicture(customer.user_id, await sharp({ create }).png().toBuffer());
  assert.equal((await visitor.get(`/shop/pictures/${no}/view`)).status, 404);
});
