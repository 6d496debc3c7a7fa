import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formFromBody } from '../../../src/filings/paths.ts';
import { checkForm, meant, tidyForm, viewOf } from '../../../src/filings/rules/index.ts';
import { anyForms } from '../any-form.ts';
import { contextFor } from '../context.ts';
import { personForm, unitForm } from '../sample-forms.ts';

test('what was typed loosely is made plain', () => {
  const { entity, services } = tidyForm(
    formFromBody(
      {
        'entity.name': '　杭州青禾网络有限公司 ',
        'entity.id_number': unitForm.entity.id_number.toLowerCase().replace(/(.{4})/g, '$1 '),
        'entity.leader.mobile': '＋86 138-0000-0001',
        'entity.leader.office_phone': '0571 — 88886666',
        'services.0.domains.0': ' QingHe。COM. ',
        'services.0.access.ips.0.first': ' ４７.96.0.10 ',
      },
      unitForm,
    ),
  );
  assert.equal(entity.name, '杭州青禾网络有限公司');
  assert.equal(entity.id_number, unitForm.entity.id_number);
  assert.equal(entity.leader.mobile, '13800000001');
  assert.equal(entity.leader.office_phone, '0571-88886666');
  assert.deepEqual(services[0]?.domains, ['qinghe.com']);
  assert.deepEqual(services[0]?.access.ips, [{ first: '47.96.0.10', last: '47.96.0.10' }]);
});

test('dates, domains and numbers are understood however people write them', () => {
  const said = (path: string, ways: Record<string, string>) => {
    for (const [typed, plain] of Object.entries(ways))
      assert.equal(meant(path, typed), plain, typed);
  };
  said('entity.leader.id_valid_until', {
    '2036.05.08': '2036-05-08',
    '20360508': '2036-05-08',
    '２０３６年５月８日': '2036-05-08',
    '2036/5/8': '2036-05-08',
    '2016.05.08-2036.05.08': '2036-05-08',
    '20160508 - 20360508': '2036-05-08',
    '2016年5月8日 至 2036年5月8日': '2036-05-08',
    '2016.05.08—长期': '长期',
    长期有效: '长期',
    '2036.13.08': '2036.13.08',
    '2036-05': '2036-05',
    下个月: '下个月',
  });
  said('services.0.domains.1', {
    'https://www.Example.cn/': 'example.cn',
    'HTTP://example.com.cn:8080/shop/index.html?x=1#a': 'example.com.cn',
    'ｅｘａｍｐｌｅ．ｃｎ': 'example.cn',
    'blog.example.cn/': 'blog.example.cn',
    'www.cn': 'www.cn',
    'https://': 'https://',
    '例子.中国': '例子.中国',
  });
  said('entity.leader.office_phone', {
    '0571 8888 6666': '0571-88886666',
    '（010）88886666': '010-88886666',
    '021-8888666': '021-8888666',
    '400-800-8820': '400-800-8820',
  });
  said('entity.id_number', { ' ３３０１０６１９９２ 1130 012x': '33010619921130012X' });
  said('entity.mailing_address', { ' １号 楼 ': ' １号 楼 ' });
});

test('what was meant is not read another way a second time', () => {
  const paths = ['entity.id_valid_until', 'services.0.domains.0', 'entity.leader.office_phone'];
  const marks = [...'0123456789.-/:年月日至wcnahtps期长', 'www.', 'https://', '.cn'];
  const text = fc.string({ unit: fc.constantFrom(...marks), maxLength: 20 });
  fc.assert(
    fc.property(fc.constantFrom(...paths), fc.oneof(text, fc.string()), (path, typed) => {
      const plain = meant(path, typed);
      assert.equal(meant(path, plain), plain);
    }),
    { numRuns: 2000 },
  );
});

test('what follows from other fields is filled in', () => {
  const unit = tidyForm(
    formFromBody({ 'entity.investor': '', 'services.0.home_url': '' }, unitForm),
  );
  assert.equal(unit.entity.investor, unit.entity.name);
  assert.equal(unit.services[0]?.home_url, 'www.qinghe.com');
  const blank = {
    'entity.leader.name': '',
    'entity.leader.id_number': '',
    'services.0.leader_same': 'false',
  };
  const person = tidyForm(formFromBody(blank, personForm));
  assert.equal(person.entity.leader.name, '李知行');
  assert.equal(person.entity.leader.id_number, personForm.entity.id_number);
  assert.equal(person.services[0]?.leader_same, true);
});

test('empty rows and double ticks go when a form is submitted, and stay while it is checked', () => {
  const loose = formFromBody(
    {
      'services.0.domains': ['', 'qinghe.com', ' '],
      'services.0.content_types': ['8', '8', ''],
      'services.0.access.ips.1.first': '',
      'services.0.prior_approvals.0.number': ' ',
    },
    unitForm,
  );
  assert.deepEqual(viewOf(loose).services[0]?.domains, ['', 'qinghe.com', '']);
  const { domains, content_types, access, prior_approvals } =
    tidyForm(loose).services[0] ?? unitForm.services[0]!;
  assert.deepEqual([domains, content_types, prior_approvals], [['qinghe.com'], ['8'], []]);
  assert.equal(access.ips.length, 1);
});

test('any draft can be tidied and checked, tidying twice is tidying once', () => {
  fc.assert(
    fc.property(anyForms, (form) => {
      const tidy = tidyForm(form);
      assert.deepEqual(tidyForm(tidy), tidy);
      for (const { path, message } of checkForm(form, contextFor(form))) {
        assert.match(path, /^(entity|services|materials|consents)(\.[a-z0-9_]+)*$/);
        assert.ok(message.length > 1);
      }
    }),
    { numRuns: 300 },
  );
});
