import type { Finding } from '../checks/finding.ts';
import { moment } from '../clock.ts';
import { group, leaf } from '../xml.ts';

/** One record's result: `Jg_xx`, several codes at once. */
export interface RecordResult {
  findings: Finding[];
  czlx: number;
  mark: string;
}

/** One opinion of the bureau: `Gjsh`. */
export interface Opinion {
  passed: boolean;
  words: string;
  at: number;
  czlx: number;
  record: string;
}

/** ICP/BAJG: results, and opinions when there are any. */
export function bajg(results: RecordResult[], opinions: Opinion[] = []): string {
  return group('BAJG', ...results.map(resultXml), group('GJSHS', ...opinions.map(opinionXml)));
}

function resultXml({ findings, czlx, mark }: RecordResult): string {
  const codes = findings.map(({ code, words }) =>
    group('Jgxx', leaf('Jgdm', code), leaf('Dmms', words.slice(0, 255))),
  );
  return group('Jg_xx', ...codes, leaf('Czlx', czlx), leaf('Bs', mark));
}

function opinionXml({ passed, words, at, czlx, record }: Opinion): string {
  return group(
    'Gjsh',
    leaf('Shrxm', '管局审核员'),
    leaf('Shr_dhhm', '0571-86000000'),
    leaf('Shsj', moment(at)),
    leaf('Shyj', words.slice(0, 1024)),
    leaf('Shjg', passed ? 1 : 0),
    leaf('Czlx', czlx),
    leaf('Jlid', record),
  );
}
