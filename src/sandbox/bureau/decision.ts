import { z } from 'zod';
import { isOpen } from './find.ts';
import { decide, endSms } from './requests.ts';
import type { Request } from './state.ts';
import type { World } from './world.ts';
import { text } from './xml.ts';

/** Whom it concerns (a request, an entity id of the provider, or all that are open), and what. */
export const Decision = z.object({
  request_id: z.string().optional(),
  isp_ztid: z.coerce.string().optional(),
  all: z.boolean().default(false),
  sms: z.enum(['complete', 'failed', 'timeout']).optional(),
  decision: z.enum(['approve', 'refuse']).optional(),
  words: z.string().optional(),
  codes: z.array(z.coerce.number().int()).default([]),
});
export type Decision = z.infer<typeof Decision>;

/** Acts on open requests; deciding on one that waits for its SMS ends that wait first. Commits. */
export function decideBy(world: World, form: Decision): string[] {
  const chosen = world.state.requests.filter((r) => isOpen(r) && concerns(form, r));
  const moved = chosen.filter((request) => act(world, request, form));
  world.commit();
  return moved.map(({ id }) => id);
}

function concerns(form: Decision, request: Request): boolean {
  if (form.request_id) return request.id === form.request_id;
  if (form.isp_ztid) return text(request.item, 'Zt_xx', 'IspZtid') === form.isp_ztid;
  return form.all;
}

function act(world: World, request: Request, { sms, decision, words, codes }: Decision): boolean {
  const passed = sms ? endSms(world, request, sms) : false;
  if (!decision || !isOpen(request)) return passed;
  if (request.status === 'sms_pending') endSms(world, request, 'complete');
  return decide(world, request, decision === 'approve', words || undefined, codes);
}
