import { send } from '../../notify/index.ts';
import { now, shownTime } from '../../platform/clock.ts';
import type { After, Db } from '../../platform/db.ts';
import type { Source } from '../sessions.ts';
import { openContact } from '../signed-in.ts';
import type { UserRow } from '../tables.ts';
import { deviceInWords, maskIp } from './device.ts';

/** Tells a person that a device signed in which none of his earlier sessions came from. */
export async function tellNewDevice(
  trx: Db,
  after: After,
  user: UserRow,
  source: Source,
): Promise<void> {
  const device = deviceInWords(source.headers['user-agent']);
  const ip_masked = source.ip ? maskIp(source.ip) : null;
  const earlier = trx('sessions').where({ user_id: user.id });
  if (!(await earlier.clone().first('id'))) return;
  if (await earlier.clone().where({ device, ip_masked }).first('id')) return;
  await send(trx, after, {
    event: 'account.new_sign_in',
    user_id: user.id,
    to: openContact(user),
    values: { time: shownTime(now()), device, place: ip_masked ?? '未知位置' },
    link: '/account/devices',
  });
}
