import type { VariantRow } from './tables.ts';

type Counted = Pick<VariantRow, 'stock' | 'is_endless'>;

/** Down from here a buyer is told how many are left; of more he learns no number. */
const FEW = 10;

export const isSoldOut = ({ is_endless, stock }: Counted) => !is_endless && stock <= 0;

const isPlenty = ({ is_endless, stock }: Counted) => is_endless || stock > FEW;

/** As a badge: 充足, 仅剩 N, 售罄. */
export function stockShown(variant: Counted) {
  if (isPlenty(variant)) return { text: '充足', tone: 'ok' } as const;
  if (isSoldOut(variant)) return { text: '售罄', tone: 'idle' } as const;
  return { text: `仅剩 ${variant.stock}`, tone: 'warn' } as const;
}

/** The same for programs; `left` is null when there are more than it says. */
export function stockWord(variant: Counted) {
  if (isPlenty(variant)) return { stock: 'plenty', left: null } as const;
  return { stock: isSoldOut(variant) ? 'none' : 'few', left: variant.stock } as const;
}
