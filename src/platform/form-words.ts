import { z } from 'zod';

/** What a field is told when its form has no words of its own for a fault. */
const wordsOf: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined || issue.input === null
        ? '请填写这一项'
        : '内容的格式不正确';
    case 'too_small':
      return issue.minimum === 1 && issue.origin === 'string'
        ? '请填写这一项'
        : `${LEAST[issue.origin] ?? '至少'} ${issue.minimum}${UNIT[issue.origin] ?? ''}`;
    case 'too_big':
      return `${MOST[issue.origin] ?? '最多'} ${issue.maximum}${UNIT[issue.origin] ?? ''}`;
    case 'invalid_value':
      return '请从给出的选项中选择';
    case 'invalid_format':
      return '格式不正确';
    case 'unrecognized_keys':
      return `多了不认识的内容：${issue.keys.join('、').slice(0, 100)}`;
    default:
      return '内容不正确';
  }
};

const UNIT: Record<string, string> = { string: ' 个字', array: ' 项', set: ' 项' };
const LEAST: Record<string, string> = { number: '不能小于', int: '不能小于' };
const MOST: Record<string, string> = { number: '不能大于', int: '不能大于' };

z.config({ customError: wordsOf });
