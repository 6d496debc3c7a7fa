import type { FieldErrors } from '../../platform/errors.ts';
import { plainCode } from './code.ts';
import type { CodeTerms } from './make-codes.ts';

const MOST = 5000;
const MOST_USES = 100;

type Read = { codes: (CodeTerms & { code: string })[]; fields: FieldErrors };

/**
 * Codes as people paste them: one a line, after it (comma or tab) a label and a number of uses of its own.
 * What is wrong is told by its line.
 */
export function readCodes(text: string, terms: CodeTerms): Read {
  const lines = text.split(/\r?\n/).map((line, at) => ({ line: line.trim(), at: at + 1 }));
  const filled = lines.filter(({ line }) => line !== '');
  const seen = new Map<string, number>();
  const faults: string[] = [];
  const codes = filled.map(({ line, at }) => {
    const [code = '', label = '', uses = ''] = line.split(/[,，\t]/).map((cell) => cell.trim());
    const plain = plainCode(code);
    const before = seen.get(plain);
    seen.set(plain, at);
    const max_uses = uses === '' ? terms.max_uses : Number(uses);
    if (plain === '') faults.push(`第 ${at} 行：服务号须为 6 到 40 位字母和数字`);
    else if (before !== undefined) faults.push(`第 ${at} 行：和第 ${before} 行相同`);
    else if (!Number.isInteger(max_uses) || max_uses < 1 || max_uses > MOST_USES)
      faults.push(`第 ${at} 行：次数须为 1 到 ${MOST_USES}`);
    return { ...terms, code, max_uses, label: label.slice(0, 120) || terms.label };
  });
  if (codes.length === 0) faults.push('请粘贴服务号，一行一个');
  if (codes.length > MOST) faults.push(`一次最多 ${MOST} 个`);
  const more = faults.length > 5 ? `；还有 ${faults.length - 5} 处` : '';
  const fields: FieldErrors =
    faults.length > 0 ? { codes: `${faults.slice(0, 5).join('；')}${more}` } : {};
  return { codes, fields };
}
