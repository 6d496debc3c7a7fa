import { isByCard } from '../../catalog/index.ts';
import type { OrderRow } from '../tables.ts';

type Kind = Pick<OrderRow, 'delivery'>;

/** Each piece is a card of its own. */
export const isCard = ({ delivery }: Kind): boolean => isByCard(delivery);
/** One card is shown to many. */
export const isLoop = ({ delivery }: Kind): boolean => delivery === 'loop';
/** An operator delivers. */
export const isManual = ({ delivery }: Kind): boolean => delivery === 'manual';
