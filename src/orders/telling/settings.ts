import { z } from 'zod';
import { defineSetting } from '../../platform/settings.ts';

/** What buyers are told by mail. */
export const tellingSetting = defineSetting({
  key: 'shop.telling',
  title: '通知买家',
  secret: false,
  schema: z
    .object({
      /** Cards stand in the mail itself. A mailbox is read by others more easily than a page behind a link. */
      cards_in_mail: z.boolean().default(false),
      /** Beyond so many the mail has only the link. */
      most_cards_in_mail: z.int().min(1).max(20).default(20),
    })
    .prefault({}),
});
