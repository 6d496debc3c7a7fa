import type { FilingForm } from '../../src/filings/forms.ts';
import { type FormBody, formFromBody } from '../../src/filings/paths.ts';
import { checkForm, type Finding, tidyForm } from '../../src/filings/rules/index.ts';
import { contextFor } from './context.ts';
import { creditCode, idNumber } from './sample-numbers.ts';
import { withMaterials } from './valid-form.ts';

const person = (path: string, name: string, id_number: string, digit: string) => ({
  [`${path}.name`]: name,
  [`${path}.id_type`]: '2',
  [`${path}.id_number`]: id_number,
  [`${path}.id_valid_until`]: '2036-05-01',
  [`${path}.mobile`]: `1380000000${digit}`,
  [`${path}.office_phone`]: `0571-8888666${digit}`,
  [`${path}.email`]: `person${digit}@example.com`,
  [`${path}.emergency_mobile`]: `1390000000${digit}`,
});

const common = {
  'entity.province_code': '330000',
  'entity.city_code': '330100',
  'entity.county_code': '330108',
  'entity.mailing_address': '网商路699号2号楼501室',
  'services.0.languages': '1',
  'services.0.access.methods': '3',
  'services.0.access.locations': '34',
  'services.0.access.ips.0.first': '47.96.0.10',
  'services.0.leader_same': 'true',
  'consents.sensitive': 'true',
  'consents.truth': 'true',
};

/** An enterprise with one website that passes every rule without a doubt. */
export const unitForm: FilingForm = finished({
  ...common,
  ...person('entity.leader', '张晨曦', idNumber('330000', '1985-03-02', 7), '1'),
  'entity.kind': '4',
  'entity.name': '杭州青禾网络有限公司',
  'entity.id_type': '1',
  'entity.id_number': creditCode('330000', 'MA2XYW12'),
  'entity.id_address': '浙江省杭州市滨江区网商路699号',
  'entity.id_valid_until': '长期',
  'services.0.name': '青禾网络官网',
  'services.0.content_types': '8',
  'services.0.domains.0': 'qinghe.com',
});

/** An individual with one website that passes every rule without a doubt. */
export const personForm: FilingForm = finished({
  ...common,
  ...person('entity.leader', '李知行', idNumber('330000', '1992-11-30', 12), '2'),
  'entity.kind': '5',
  'entity.name': '李知行',
  'entity.id_type': '2',
  'entity.id_number': idNumber('330000', '1992-11-30', 12),
  'entity.id_address': '浙江省杭州市西湖区文三路1号',
  'entity.id_valid_until': '2036-05-01',
  'services.0.name': '知行的读书笔记',
  'services.0.content_types': '6',
  'services.0.domains.0': 'zhixing.cn',
});

/** Fields of a second website, with a leader of its own when asked for. */
export function secondSite(form: FilingForm, ownLeader = false): FilingForm {
  return formFromBody(
    {
      'services.1.name': '青禾云溪商城',
      'services.1.content_types': '9',
      'services.1.languages': '1',
      'services.1.domains.0': 'yunxi.cn',
      'services.1.access.methods': '3',
      'services.1.access.locations': '34',
      'services.1.access.ips.0.first': '47.96.0.11',
      'services.1.leader_same': String(!ownLeader),
      ...person('services.1.leader', '王澄海', idNumber('330000', '1990-01-01', 31), '5'),
    },
    form,
  );
}

/** What is found in a form after these fields were posted over it. */
export function found(
  form: FilingForm,
  body: FormBody,
  ...context: [Parameters<typeof contextFor>[1]?]
): Finding[] {
  const changed = formFromBody(body, form);
  return checkForm(changed, contextFor(changed, context[0]));
}

/** The findings of one rule, as `path` or `path ~` when they only warn. */
export function placesOf(findings: readonly Finding[], code: string): string[] {
  return findings
    .filter((finding) => finding.code === code)
    .map(({ path, severity }) => (severity === 'warn' ? `${path} ~` : path));
}

function finished(body: FormBody): FilingForm {
  return withMaterials(tidyForm(formFromBody(body)));
}
