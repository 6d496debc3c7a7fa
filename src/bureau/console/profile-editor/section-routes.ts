import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { must } from '../../../platform/errors.ts';
import { requires } from '../../../platform/permitted.ts';
import { read } from '../../../platform/web.ts';
import type { Typed } from '../../profile/editing/element-form.ts';
import { rowsOf } from '../../profile/editing/tree.ts';
import { allFaultsIn } from '../profile-pages.ts';
import { codesSection } from './codes-section.ts';
import { kindSection } from './kind-section.ts';
import { editorHead, keepChange, type Opened, openedIn, refusal, type Tab } from './open.ts';
import { paceSection } from './pace-section.ts';
import { errorsIn, filledIn, type Section } from './section.ts';
import { typedIn } from './tree-routes.ts';
import { wireSection } from './wire-section.ts';

export const sectionRoutes = Router();
const mayManage = requires('bureau.manage');
const VERSION = '/bureau-profiles/:name/:version';

/** A section, the tab it stands under, and its address below the version's. */
interface Placed {
  section: Section;
  tab: Tab;
  path: string;
}

const SECTIONS = { wire: wireSection, pace: paceSection, codes: codesSection } as const;

for (const tab of ['wire', 'pace', 'codes'] as const) {
  const placed: Placed = { section: SECTIONS[tab], tab, path: `/${tab}` };
  sectionRoutes.get(`${VERSION}/${tab}`, mayManage, async (req, res) => {
    render(res, await openedIn(req), placed, { typed: null, errors: {} });
  });
  sectionRoutes.post(`${VERSION}/${tab}`, mayManage, (req, res) => change(req, res, placed));
}

sectionRoutes.post(`${VERSION}/uploads/:kind`, mayManage, async (req, res) => {
  const { document } = await openedIn(req);
  const kind = String(req.params['kind']);
  must(rowsOf(document, { of: 'uploads', name: kind }), '报备种类');
  const path = `/uploads/${encodeURIComponent(kind)}`;
  await change(req, res, { section: kindSection(kind), tab: 'forms', path });
});

const Seen = z.object({ seen: z.coerce.number().int().min(0) });

/** What was typed is kept as this person's change once nothing in the section is wrong. */
async function change(req: Request, res: Response, placed: Placed): Promise<void> {
  const { section, path } = placed;
  const opened = await openedIn(req);
  const { seen } = read(Seen, req.body);
  const typed = typedIn(req.body);
  const document: unknown = structuredClone(opened.document);
  const lost = section.write(document, typed);
  const faults = allFaultsIn(JSON.stringify(document));
  const errors = { ...errorsIn(section, faults, typed), ...lost };
  if (Object.keys(errors).length > 0)
    return render(res.status(422), opened, placed, { typed, errors });
  try {
    await keepChange(opened, document, seen);
  } catch (error) {
    const told = { typed, errors: { '': refusal(res, error) } };
    return render(res, await openedIn(req), placed, told);
  }
  res.flash('success', '已记下修改，存为新版本并启用后生效');
  res.redirect(303, `${opened.href}${path}`);
}

function render(
  res: Response,
  opened: Opened,
  { section, tab, path }: Placed,
  { typed, errors }: { typed: Typed | null; errors: Record<string, string> },
): void {
  const groups = filledIn(section.groups(opened.document), typed, errors);
  const labels = new Map(
    groups.flatMap(({ fields }) => fields.map((one) => [one.name, one.label])),
  );
  const items = Object.entries(errors).map(([name, message]) => {
    const label = labels.get(name);
    return { ...(label ? { label } : {}), href: `#${name || 'section'}`, message };
  });
  const { title, intro } = section;
  const head = editorHead(opened, tab);
  const action = `${opened.href}${path}`;
  res.page('bureau/profile-section', {
    title,
    heading: title,
    intro,
    ...head,
    action,
    groups,
    items,
  });
}
