import type { Db } from '../../platform/db.ts';
import { countTasks } from '../tasks/list-tasks.ts';

const PAGES = {
  bureaus: { href: '/bureaus', label: '管局' },
  tasks: { href: '/bureau-tasks', label: '待办' },
  resyncs: { href: '/bureau-resyncs', label: '全量同步' },
  blocks: { href: '/bureau-blocks', label: '黑名单' },
  calls: { href: '/bureau-calls', label: '调用记录' },
  profiles: { href: '/bureau-profiles', label: '接口配置' },
};

/** The way between all pages about bureaus, with what waits behind each. */
export async function bureauTabs(db: Db, active: keyof typeof PAGES) {
  const { open } = await countTasks(db);
  const waiting: Record<string, number> = {
    bureaus: await countOf(db('bureau_alarms').whereNotNull('open_key')),
    tasks: open,
    resyncs: await countOf(db('bureau_resyncs').whereNotNull('open_key')),
  };
  return Object.entries(PAGES).map(([key, page]) => {
    const count = waiting[key];
    return { ...page, active: key === active, ...(count ? { count } : {}) };
  });
}

/** Of alarms and lists that stand: both are found by their open key. */
async function countOf(standing: { clone(): { pluck(name: 'id'): Promise<number[]> } }) {
  return (await standing.clone().pluck('id')).length;
}
