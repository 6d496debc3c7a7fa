import { type TaskAbout, tasksAbout } from '../../bureau/index.ts';
import { shownDay } from '../../platform/clock.ts';
import { db } from '../../platform/db.ts';
import type { FilingRow } from '../tables.ts';

interface Words {
  title: string;
  todo: string;
  /** Whether it is mended by a request about what is filed. */
  by_request: boolean;
}

/** What bureaus ask for, as the customer is told; what is for us alone is left out. */
const WORDS: Partial<Record<TaskAbout['kind'], Words>> = {
  rectification: {
    title: '管局发来整改通知',
    todo: '请按管局的要求整改，改好后告诉客服；备案资料要改的，请办理变更',
    by_request: true,
  },
  lost_filing: {
    title: '管局注销了这条备案',
    todo: '网站须停止访问；还要开办，请重新办理备案。有疑问请联系客服',
    by_request: false,
  },
  verification: {
    title: '管局要求核实备案信息',
    todo: '我们会与您核对，请保持负责人电话畅通；资料有变化的，请办理变更',
    by_request: true,
  },
  entity_check: {
    title: '管局核查：主体名称或证件与登记的不一致',
    todo: '请对照证件核对主体信息，然后办理变更',
    by_request: true,
  },
  shell_site: {
    title: '管局核查：网站打不开',
    todo: '请恢复网站；不再开办的，请注销网站，否则管局可能注销备案',
    by_request: true,
  },
  site_liveness: {
    title: '管局要求确认网站能否打开',
    todo: '请确认网站能正常访问；已经停办的，请注销网站或取消接入',
    by_request: true,
  },
  under_reported: {
    title: '管局发现网站在我们这里，但没有报备接入',
    todo: '请为它新建一份备案（新增接入），或把域名解析移走',
    by_request: false,
  },
  over_reported: {
    title: '管局发现网站已不在我们这里',
    todo: '请把域名解析回来；不再由我们接入的，请取消接入',
    by_request: true,
  },
};

/** What the bureau wants done about a filing, in plain words, the most urgent first. */
export async function tasksShown({
  filing_no,
  ended_at,
}: Pick<FilingRow, 'filing_no' | 'ended_at'>) {
  const tasks = await tasksAbout(db, filing_no);
  return tasks.flatMap(({ kind, words, deadline_at }) => {
    const told = WORDS[kind];
    // That it is lost is said above all else on the page.
    if (!told || (kind === 'lost_filing' && ended_at !== null)) return [];
    return [{ ...told, official: words || null, until: shownDay(deadline_at) }];
  });
}
