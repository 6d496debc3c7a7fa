import assert from 'node:assert/strict';
import { test } from 'node:test';
import { found, personForm, placesOf, secondSite, unitForm } from '../sample-forms.ts';

const name = 'services.0.name';
const named = (value: string) => ({ [name]: value });

const units: [name: string, code: string, places: string[]][] = [
  ['青禾', 'site_name_form', [name]],
  ['qinghe', 'site_name_form', [name]],
  ['12345', 'site_name_form', [name]],
  ['www.qinghe.com', 'site_name_form', [name]],
  ['青禾网qinghe.com', 'site_name_form', [name]],
  ['青禾网', 'site_name_form', []],
  ['青禾Node.js课堂', 'site_name_form', []],
  ['中国青禾网', 'site_name_state_word', [name]],
  ['青禾市人民政府', 'site_name_state_word', [name]],
  ['青禾网络官网', 'site_name_state_word', []],
  ['青禾赌博网', 'site_name_forbidden', [name]],
  ['青禾新闻网', 'prior_approval_word', [name]],
  ['青禾论坛网', 'prior_approval_word', [name]],
  ['青禾大药房', 'prior_approval_word', [name]],
  ['青禾中医馆', 'prior_approval_word', [name]],
  ['青禾幼儿园', 'prior_approval_word', [name]],
  ['青禾官方网站', 'prior_approval_word', []],
  ['澄海官网', 'site_name_unrelated', [`${name} ~`]],
  ['青禾官网', 'site_name_unrelated', []],
];

test('the name of a unit’s website is read as a reviewer reads it', () => {
  for (const [value, code, places] of units) {
    assert.deepEqual(placesOf(found(unitForm, named(value)), code), places, value);
  }
});

test('a unit whose own name has a state word only hears a doubt, a government hears nothing', () => {
  const own = { ...named('中华青禾书店网'), 'entity.name': '中华青禾书店有限公司' };
  assert.deepEqual(placesOf(found(unitForm, own), 'site_name_state_word'), [`${name} ~`]);
  const government = { ...named('青禾市人民政府网'), 'entity.kind': '2' };
  assert.deepEqual(placesOf(found(unitForm, government), 'site_name_state_word'), []);
});

test('an approval of the right kind, or the letter, answers a gate word', () => {
  const approval = (type: string) => ({
    ...named('青禾新闻网'),
    'services.0.prior_approvals.0.type': type,
    'services.0.prior_approvals.0.number': '国新网许可证编号123',
    'services.0.prior_approvals.0.documents.0': 'doc-1',
  });
  assert.deepEqual(placesOf(found(unitForm, approval('1')), 'prior_approval_word'), []);
  assert.deepEqual(placesOf(found(unitForm, approval('9')), 'prior_approval_word'), [name]);
  const letter = { ...named('青禾新闻网'), 'materials.prior_approval_letter.0': 'doc-2' };
  assert.deepEqual(placesOf(found(unitForm, letter), 'prior_approval_word'), []);
});

const persons: [name: string, code: string, places: string[]][] = [
  ['知行的读书笔记分享小站', 'site_name_form', [name]],
  ['知行的读书笔记小站', 'site_name_form', []],
  ['知行商城', 'site_name_personal', [name]],
  ['知行科技有限公司', 'site_name_personal', [name]],
  ['知行的博客', 'site_name_personal', [`${name} ~`]],
  ['李知行', 'site_name_conflict', [name]],
];

test('the name of an individual’s website must not look like a business', () => {
  for (const [value, code, places] of persons) {
    assert.deepEqual(placesOf(found(personForm, named(value)), code), places, value);
  }
});

test('two websites may not share a name, a domain or a home page', () => {
  const two = secondSite(unitForm);
  const findings = found(two, {
    'services.1.name': '青禾网络官网',
    'services.1.domains.0': 'QINGHE.com.',
    'services.1.home_url': 'http://www.qinghe.com/',
  });
  assert.deepEqual(placesOf(findings, 'site_name_conflict'), ['services.1.name']);
  assert.deepEqual(placesOf(findings, 'domain_twice'), ['services.1.domains.0']);
  assert.deepEqual(placesOf(findings, 'home_url_twice'), ['services.1.home_url']);
});

const contents = 'services.0.content_types';
const choices: [
  what: string,
  body: Record<string, string | string[]>,
  code: string,
  places: string[],
][] = [
  [
    'six contents',
    { [contents]: ['6', '7', '8', '9', '16', '24'] },
    'content_types_many',
    [contents],
  ],
  ['five contents', { [contents]: ['6', '7', '8', '9', '16'] }, 'content_types_many', []],
  ['no content', { present: contents }, 'required', [contents]],
  ['a content that is gone', { [contents]: ['63'] }, 'choice_unknown', [contents]],
  ['news without approval', { [contents]: ['5'] }, 'prior_approval_content', [contents]],
  ['software, a doubt', { [contents]: ['17'] }, 'prior_approval_content', [`${contents} ~`]],
  [
    'a language that is gone',
    { 'services.0.languages': '99' },
    'choice_unknown',
    ['services.0.languages'],
  ],
  [
    'a method that is gone',
    { 'services.0.access.methods': '9' },
    'choice_unknown',
    ['services.0.access.methods'],
  ],
  [
    'no place',
    { present: 'services.0.access.locations' },
    'required',
    ['services.0.access.locations'],
  ],
  ['a short remark', { 'services.0.remark': '公司网站' }, 'remark_short', ['services.0.remark ~']],
  [
    'half an approval',
    { 'services.0.prior_approvals.0.number': '123' },
    'prior_approval_incomplete',
    ['services.0.prior_approvals.0.type', 'services.0.prior_approvals.0.documents'],
  ],
  [
    'an empty row of approvals',
    { 'services.0.prior_approvals.0.number': ' ' },
    'prior_approval_incomplete',
    [],
  ],
];

test('what is chosen for a website is checked against the code tables', () => {
  for (const [what, body, code, places] of choices) {
    assert.deepEqual(placesOf(found(unitForm, body), code), places, what);
  }
  const portal = placesOf(found(personForm, { [contents]: '8' }), 'content_types_business');
  assert.deepEqual(portal, [contents]);
  const shop = placesOf(found(personForm, { [contents]: '9' }), 'content_types_business');
  assert.deepEqual(shop, [`${contents} ~`]);
});

test('a filing without any website is incomplete', () => {
  assert.deepEqual(placesOf(found({ ...unitForm, services: [] }, {}), 'required'), ['services']);
});
