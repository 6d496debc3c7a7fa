import type { FilingForm } from '../forms.ts';
import { ipNumber, overlap, touchesExamples, touchesSpecial } from './addresses-v4.ts';
import { type Place, rule } from './types.ts';

type Range = readonly [number, number];

interface NamedRange {
  path: string;
  service: number;
  first: string;
  last: string;
}

function rangesOf(form: FilingForm): NamedRange[] {
  return form.services.flatMap(({ access }, service) =>
    access.ips.flatMap(({ first, last }, index) =>
      first === '' && last === ''
        ? []
        : [{ path: `services.${service}.access.ips.${index}`, service, first, last }],
    ),
  );
}

/** The range as numbers, when both ends are addresses and stand in order. */
function numbersOf({ first, last }: { first: string; last: string }): Range | undefined {
  const from = ipNumber(first);
  const to = ipNumber(last);
  return from === undefined || to === undefined || from > to ? undefined : [from, to];
}

/** Bureau code 1006. */
export const ipForm = rule({
  code: 'ip_form',
  severity: 'reject',
  reason: '1006',
  broken: (form) =>
    rangesOf(form).flatMap(({ path, first, last }): Place[] => {
      const wrong = [
        ...(ipNumber(first) === undefined ? [{ path: `${path}.first` }] : []),
        ...(ipNumber(last) === undefined && last !== first ? [{ path: `${path}.last` }] : []),
      ];
      if (wrong.length > 0 || numbersOf({ first, last })) return wrong;
      return [
        { path: `${path}.last`, message: '结束 IP 比起始 IP 小', suggestion: '请把两个 IP 对调' },
      ];
    }),
});

export const ipPublic = rule({
  code: 'ip_not_public',
  severity: 'reject',
  reason: '1006',
  message: '这不是公网 IP',
  suggestion: '请填写服务器的公网 IPv4 地址，不是内网或保留地址',
  broken: (form) =>
    rangesOf(form).flatMap(({ path, ...ends }): Place[] => {
      const range = numbersOf(ends);
      if (range === undefined) return [];
      if (touchesSpecial(range)) return [{ path: `${path}.first` }];
      return touchesExamples(range)
        ? [
            {
              path: `${path}.first`,
              message: '这是文档示例用的 IP，不能真正上报',
              severity: 'warn',
            },
          ]
        : [];
    }),
});

/** Bureau code 1063: only addresses of the provider's own filed blocks. */
export const ipOfProvider = rule({
  code: 'ip_not_ours',
  severity: 'reject',
  reason: '1063',
  suggestion: '请填写购买服务器时分配的 IP；确实是本服务商的，请联系客服补充 IP 段',
  broken: (form, { provider }) => {
    const blocks = provider.ip_ranges.map(numbersOf).filter((block) => block !== undefined);
    if (blocks.length === 0) return [];
    return rangesOf(form).flatMap(({ path, ...ends }) => {
      const range = numbersOf(ends);
      const ours = range === undefined || isWithin(range, blocks);
      return ours ? [] : [`${path}.first`];
    });
  },
});

/** Whether every address lies in one of the blocks, which may adjoin. */
function isWithin([from, to]: Range, blocks: readonly Range[]): boolean {
  const block = blocks.find(([first, last]) => first <= from && from <= last);
  return block !== undefined && (to <= block[1] || isWithin([block[1] + 1, to], blocks));
}

/** Bureau codes 1024 and 1040: one website may not name an address twice. */
export const ipTwice = rule({
  code: 'ip_twice',
  severity: 'reject',
  reason: '1024',
  message: '与本网站的另一行重复',
  broken: (form) => {
    const all = rangesOf(form);
    return all.flatMap((later, index) => {
      const range = numbersOf(later);
      const earlier = all.slice(0, index).filter(({ service }) => service === later.service);
      const twice = earlier.some((other) => {
        const before = numbersOf(other);
        return range !== undefined && before !== undefined && overlap(range, before);
      });
      return twice ? [`${later.path}.first`] : [];
    });
  },
});

/** A website rarely has more than a few addresses; a slip of the finger easily names a million. */
export const ipMany = rule({
  code: 'ip_many',
  severity: 'warn',
  message: 'IP 段很大',
  suggestion: '请确认整段 IP 都用于这个网站',
  broken: (form) =>
    rangesOf(form).flatMap(({ path, ...ends }) => {
      const range = numbersOf(ends);
      const count = range === undefined ? 0 : range[1] - range[0] + 1;
      return count > 256 ? [{ path: `${path}.last`, message: `这一段共有 ${count} 个 IP` }] : [];
    }),
});
