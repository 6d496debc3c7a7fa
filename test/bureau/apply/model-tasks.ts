import type { Item } from './items.ts';
import type { Placed } from './model.ts';

/** The last of each key, in the bureau's order. */
export function lastOf<T>(found: { key: string; value: T }[]): T[] {
  return [...new Map(found.map(({ key, value }) => [key, value])).values()];
}

type Task = [kind: string, state: 'open' | 'closed', ...about: (string | undefined)[]];

/** What is to be done in the end: of each thing the last word, open or settled by the bureau itself. */
export function tasksIn(all: Placed[]) {
  return lastOf(
    all.flatMap(({ item }) => {
      const task = taskOf(item);
      return task ? [{ key: `${task.task[0]} ${task.key}`, value: task.task }] : [];
    }),
  );
}

function taskOf(item: Item): { key: string; task: Task } | undefined {
  const good = (code: string) => (/998$/.test(code) ? 'closed' : 'open');
  switch (item.kind) {
    case 'unfiled':
      return { key: item.id, task: ['unfiled_site', 'open', item.id, item.domain, item.times] };
    case 'verify':
      return { key: item.entity, task: ['verification', 'open', item.entity, item.name] };
    case 'check_entity':
      return { key: item.entity, task: ['entity_check', 'open', item.entity, item.words] };
    case 'check_shell': {
      const state = item.dead ? 'open' : 'closed';
      return { key: item.service, task: ['shell_site', state, item.service, item.at] };
    }
    case 'check_life':
      return { key: item.service, task: ['site_liveness', 'open', item.service, item.at] };
    case 'rectify': {
      const what = item.service ? 'service' : 'entity';
      const task: Task = ['rectification', 'open', what, item.id, item.words];
      return { key: task.join(' '), task };
    }
    case 'cancelled':
      return {
        key: `${item.what} ${item.id}`,
        task: ['lost_filing', 'open', item.what, item.id],
      };
    case 'ip_check': {
      const kind = { Yj: 'ip_out_of_range', Ct: 'ip_conflict', Wb: 'ip_unreported' }[item.found];
      return { key: String(item.ip), task: [kind, 'open', String(item.ip), item.note] };
    }
    case 'ip_result': {
      const what = { Lyjg: 'source', Fpjg: 'assignment', Gbjs: 'broadcast', Zdip: 'own' };
      const about = `ip_${what[item.list]}`;
      return {
        key: `${about} ${item.our}`,
        task: ['ip_result', good(item.code), about, item.our, item.code],
      };
    }
    case 'domain_result':
      return {
        key: item.our,
        task: ['domain_result', good(item.code), 'domain', item.our, item.code],
      };
    case 'check_access':
      return accessTask(item);
    default:
      return undefined;
  }
}

function accessTask({ service, found, access, domain }: Extract<Item, { kind: 'check_access' }>) {
  if (found === '1') {
    const task: Task = ['over_reported', 'open', service, access];
    return { key: `${service} ${access}`, task };
  }
  if (found !== '2') return undefined;
  const task: Task = ['under_reported', 'open', service, domain];
  return { key: `${service} ${domain}`, task };
}
