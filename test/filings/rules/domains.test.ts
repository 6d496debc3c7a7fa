import assert from 'node:assert/strict';
import { test } from 'node:test';
import { found, personForm, placesOf, unitForm } from '../sample-forms.ts';

const first = 'services.0.domains.0';

const domains: [typed: string, code: string, places: string[]][] = [
  ['qinghe.com', 'domain_form', []],
  ['Qinghe.COM', 'domain_form', []],
  ['青禾.公司', 'domain_form', []],
  ['xn--fiqs8s.cn', 'domain_form', []],
  ['qinghe.com.cn', 'domain_form', []],
  ['qinghe.zj.cn', 'domain_form', []],
  ['qing。com', 'domain_form', []],
  ['www.qinghe.com', 'domain_form', []],
  ['shop.qinghe.com.cn', 'domain_form', [first]],
  ['http://qinghe.com', 'domain_form', []],
  ['ftp://qinghe.com', 'domain_form', [first]],
  ['http://shop.qinghe.com/', 'domain_form', [first]],
  ['qinghe', 'domain_form', [first]],
  ['qing he.com', 'domain_form', [first]],
  ['qing_he.com', 'domain_form', [first]],
  ['-qinghe.com', 'domain_form', [first]],
  ['1.2.3.4', 'domain_form', [first]],
  [`${'a'.repeat(64)}.com`, 'domain_form', [first]],
  ['qinghe.io', 'domain_suffix', [first]],
  ['qinghe.me', 'domain_suffix', [first]],
  ['com.cn', 'domain_suffix', [first]],
  ['qinghe.top', 'domain_suffix', []],
  ['qinghe.gov.cn', 'domain_suffix_kind', [first]],
  ['qinghe.cn', 'domain_suffix_kind', []],
];

test('a domain is what is registered, under a suffix that may be filed', () => {
  for (const [typed, code, places] of domains) {
    assert.deepEqual(placesOf(found(unitForm, { [first]: typed }), code), places, typed);
  }
});

test('the registered part is proposed for a sub-domain', () => {
  const [finding] = found(unitForm, { [first]: 'www.shop.qinghe.com.cn' }).filter(
    ({ path }) => path === first,
  );
  assert.match(finding?.suggestion ?? '', /qinghe\.com\.cn/);
});

test('a government may have .gov.cn and is reminded of it, an institution may have any .cn', () => {
  const kind = (kind: string, typed: string) =>
    placesOf(found(unitForm, { 'entity.kind': kind, [first]: typed }), 'domain_suffix_kind');
  assert.deepEqual(kind('2', 'qinghe.gov.cn'), []);
  assert.deepEqual(kind('2', 'qinghe.com'), [`${first} ~`]);
  assert.deepEqual(kind('3', 'qinghe.com'), [`${first} ~`]);
  assert.deepEqual(kind('3', 'qinghe.org.cn'), []);
});

test('an empty row among domains is nothing, and only empty rows are none', () => {
  assert.deepEqual(found(unitForm, { 'services.0.domains.1': ' ' }), []);
  assert.deepEqual(placesOf(found(unitForm, { [first]: ' ' }), 'required'), ['services.0.domains']);
});

test('provinces limit how many domains a website or a filing has', () => {
  const three = {
    [first]: 'a1.com',
    'services.0.domains.1': 'a2.com',
    'services.0.domains.2': 'a3.com',
  };
  const place = (form: typeof unitForm, province: string) =>
    placesOf(found(form, { ...three, 'entity.province_code': province }), 'domain_count');
  assert.deepEqual(place(unitForm, '500000'), ['services.0.domains']);
  assert.deepEqual(place(unitForm, '430000'), ['services.0.domains']);
  assert.deepEqual(place(unitForm, '140000'), []);
  assert.deepEqual(place(personForm, '460000'), ['services.0.domains']);
  assert.deepEqual(place(unitForm, '460000'), []);
  const four = { ...three, 'services.0.domains.3': 'a4.com', 'entity.province_code': '140000' };
  assert.deepEqual(placesOf(found(unitForm, four), 'domain_count'), ['services.0.domains']);
});

const urls: [url: string, refused: boolean][] = [
  ['www.qinghe.com', false],
  ['qinghe.com/index.html?a=1', false],
  ['https://m.qinghe.com:8443/', false],
  ['', false],
  ['www.other.com', true],
  ['www.notqinghe.com', true],
  ['www.qinghe.com.evil.cn', true],
  ['ftp://qinghe.com', true],
  ['www.qinghe com', true],
  ['http://', true],
];

test('a home page lies under a domain of its website', () => {
  for (const [url, refused] of urls) {
    const findings = found(unitForm, { 'services.0.home_url': url });
    assert.deepEqual(placesOf(findings, 'home_url'), refused ? ['services.0.home_url'] : [], url);
  }
  const chinese = { [first]: '青禾.公司', 'services.0.home_url': 'www.青禾.公司' };
  assert.deepEqual(placesOf(found(unitForm, chinese), 'home_url'), []);
});
