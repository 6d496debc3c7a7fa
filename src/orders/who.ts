import { blindIndex } from '../platform/seal.ts';

const digest = (text: string, of: string): Buffer =>
  Buffer.from(blindIndex(text, of).slice(0, 32), 'hex');

/** Who buys, as a keyed digest: a signed-in person, else the mail address or mobile number he gave. */
export function buyerIndex(buyer: { user_id: number | null; contact: string | null }): Buffer {
  const { user_id, contact } = buyer;
  return digest(
    user_id === null ? `contact:${plainContact(contact ?? '')}` : `user:${user_id}`,
    'orders.buyer',
  );
}

/** The same address however it is typed. */
export const plainContact = (contact: string): string => contact.trim().toLowerCase();

export const sourceIndex = (address: string): Buffer => digest(address, 'orders.source');
export const deviceIndex = (device: string): Buffer => digest(device, 'orders.device');
