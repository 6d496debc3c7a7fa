import { z } from 'zod';
import { toUint32 } from '../../../src/bureau/wire/ipv4.ts';
import { group, leaf } from '../../../src/bureau/wire/xml-write.ts';
import { code, day, givenId, ip, optional, text } from './fields.ts';
import { defineKind } from './kind.ts';
import { domain } from './parts.ts';

/** What was done about a site without a filing (WBAWZLB): its own data as they came, `result` from unfiled_actions. */
const UnfiledAnswer = z.object({
  domain,
  ip,
  /** Yys and Jrs: whose line and whose customer, as the list says. */
  carrier_id: givenId,
  provider_id: givenId,
  province_code: code(1, 999999),
  result: code(1, 999),
  opinion: text(1, 255),
  /** Rbsj and Clsx: since when it is listed, and until when it is to be dealt with. */
  listed_on: day,
  due_on: day,
  reporter_name: optional(1, 128),
  reporter_phone: optional(11, 128),
  reporter_email: optional(6, 128),
});

/** 未备案网站处理反馈. Only a fault is answered (5005, 5006, 5007). */
export const unfiledAnswer = defineKind({
  word: '未备案网站处理反馈',
  element: 'WBACLJG',
  operation: 'unfiled_answer',
  ends: 'accepted',
  schema: UnfiledAnswer,
  parts: () => [],
  marks: ({ domain }) => [domain],
  xml: (answer) =>
    group(
      'Clxx',
      leaf('Ym', answer.domain),
      leaf('IP', toUint32(answer.ip) ?? ''),
      leaf('Yys', answer.carrier_id),
      leaf('Jrs', answer.provider_id),
      leaf('Shengid', answer.province_code),
      leaf('Cljg', answer.result),
      leaf('Clyj', answer.opinion),
      leaf('Rbsj', answer.listed_on),
      leaf('Clsx', answer.due_on),
      leaf('Sbrxm', answer.reporter_name),
      leaf('Sbrdh', answer.reporter_phone),
      leaf('Sbrdzyj', answer.reporter_email),
    ),
});
