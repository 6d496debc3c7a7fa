import { z } from 'zod';
import { group, leaf } from '../../../src/bureau/wire/xml-write.ts';
import { code, filingPassword, givenId, optional } from './fields.ts';
import { defineKind } from './kind.ts';
import { passwordXml } from './parts-xml.ts';

/** What goes, by the bureau's number for it; `reason` from the table cancel_reasons. */
const Cancelled = z.object({
  bureau_id: givenId,
  reason: code(1, 999),
  remark: optional(1, 1000),
  filing_password: filingPassword,
});

interface Way {
  word: string;
  /** Zxlb. */
  what: '0' | '1' | '2';
  operation: string;
  /** An access that is dropped is told at once, and published as a record without it. */
  ends: 'cancelled' | 'data_result';
}

const cancel = ({ word, what, operation, ends }: Way) =>
  defineKind({
    word,
    element: 'ZXBA',
    operation,
    ends,
    schema: Cancelled,
    parts: () => [],
    marks: ({ bureau_id }) => [bureau_id],
    xml: ({ bureau_id, reason, remark, filing_password }) =>
      group(
        'Zx_xx',
        leaf('Zxlb', what),
        leaf('Jlid', bureau_id),
        leaf('Zxly', reason),
        leaf('Zxlybz', remark),
        // V3.0 asks for it with an entity; filing passwords were abolished in 2020, and its schema can do without.
        filing_password ? passwordXml(filing_password) : '',
      ),
  });

export const cancelEntity = cancel({
  word: '注销主体',
  what: '0',
  operation: 'cancel_entity',
  ends: 'cancelled',
});
export const cancelService = cancel({
  word: '注销互联网信息服务',
  what: '1',
  operation: 'cancel_service',
  ends: 'cancelled',
});
export const dropAccess = cancel({
  word: '取消接入',
  what: '2',
  operation: 'drop_access',
  ends: 'data_result',
});
