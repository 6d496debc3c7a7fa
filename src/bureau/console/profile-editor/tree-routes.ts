import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { must } from '../../../platform/errors.ts';
import { requires } from '../../../platform/permitted.ts';
import { read } from '../../../platform/web.ts';
import { fieldOf, nodeOf, SHAPES, type Typed } from '../../profile/editing/element-form.ts';
import { type Edit, edited, rowAt, rowsOf, type Tree } from '../../profile/editing/tree.ts';
import { allFaultsIn } from '../profile-pages.ts';
import { keepChange, type Opened, openedIn, refusal } from './open.ts';
import { faultsOf, type Open, treePage, treePath } from './tree-page.ts';

export const treeRoutes = Router();
const mayManage = requires('bureau.manage');
const VERSION = '/bureau-profiles/:name/:version';

treeRoutes.get(`${VERSION}/uploads/:kind`, mayManage, showTree);
treeRoutes.get(`${VERSION}/parts/:part`, mayManage, showTree);
treeRoutes.get(`${VERSION}/tail`, mayManage, showTree);
treeRoutes.post(`${VERSION}/uploads/:kind/elements`, mayManage, changeTree);
treeRoutes.post(`${VERSION}/parts/:part/elements`, mayManage, changeTree);
treeRoutes.post(`${VERSION}/tail/elements`, mayManage, changeTree);

const place = z.string().regex(/^$|^\d{1,4}(\.\d{1,4})*$/);
const shape = z.enum(SHAPES).catch('leaf');

/** `?do=change&at=0.3`: the form of that element stands open. */
const Asked = z.object({ do: z.enum(['change', 'add']), at: place.catch('0'), shape });

async function showTree(req: Request, res: Response): Promise<void> {
  const opened = await openedIn(req);
  const tree = treeIn(req, opened.document);
  const asked = Asked.safeParse(req.query);
  render(res, opened, tree, asked.success ? { ...asked.data, typed: null, errors: {} } : null);
}

function render(res: Response, opened: Opened, tree: Tree, open: Open | null): void {
  const page = treePage(opened, tree, open);
  res.page('bureau/profile-tree', { title: page.heading, ...page });
}

const Change = z.object({
  do: z.enum(['change', 'add', 'remove', 'up', 'down']),
  at: place,
  seen: z.coerce.number().int().min(0),
  where: z.enum(['before', 'after', 'inside']).catch('after'),
  shape,
});
type Change = z.output<typeof Change>;

/** One edit of one element, kept as this person's change; what is wrong with the element itself is not kept. */
async function changeTree(req: Request, res: Response): Promise<void> {
  const opened = await openedIn(req);
  const tree = treeIn(req, opened.document);
  const change = read(Change, req.body);
  const typed = typedIn(req.body);
  try {
    const next = edited(opened.document, tree, editOf(change, typed));
    const errors = errorsAt(next, tree, change);
    if (Object.keys(errors).length > 0) {
      res.status(422);
      return showAgain(res, opened, tree, { ...change, typed, errors });
    }
    await keepChange(opened, next.document, change.seen);
    res.redirect(303, `${treePath(opened.href, tree)}#e-${next.at}`);
  } catch (error) {
    const errors = { '': refusal(res, error) };
    await showAgain(res, await openedIn(req), tree, { ...change, typed, errors });
  }
}

/** What was typed stays in the form; a move that cannot be made is told, and the tree shown as it is now. */
function showAgain(
  res: Response,
  opened: Opened,
  tree: Tree,
  { do: deed, ...rest }: Change & Pick<Open, 'errors'> & { typed: Typed },
): void {
  if (deed === 'change' || deed === 'add') {
    render(res, opened, tree, { ...rest, do: deed });
    return;
  }
  res.flash('error', Object.values(rest.errors).join('；'));
  res.redirect(303, treePath(opened.href, tree));
}

function editOf(change: Change, typed: Typed): Edit {
  const { at, where } = change;
  if (change.do === 'change') return { do: 'change', at, node: nodeOf(change.shape, typed, false) };
  if (change.do === 'add') return { do: 'add', at, where, node: nodeOf(change.shape, typed, true) };
  return { do: change.do, at };
}

/** What is wrong with the element that was typed, by the field of its form. */
function errorsAt(
  next: { document: unknown; at: string },
  tree: Tree,
  change: Change,
): Record<string, string> {
  const row = rowAt(next.document, tree, next.at);
  if (!row || (change.do !== 'change' && change.do !== 'add')) return {};
  const isNewChoice = change.do === 'add' && change.shape === 'choice';
  const faults = allFaultsIn(JSON.stringify(next.document));
  const own = faultsOf(isNewChoice ? { ...row, node: {} } : row, faults);
  return Object.fromEntries(
    own.map(({ at, message }) => [fieldOf(change.shape, at), message]).reverse(),
  );
}

function treeIn(req: Request, document: unknown): Tree {
  const { kind, part } = req.params;
  const tree: Tree =
    kind !== undefined
      ? { of: 'uploads', name: String(kind) }
      : part !== undefined
        ? { of: 'parts', name: String(part) }
        : { of: 'tail' };
  must(rowsOf(document, tree), kind === undefined ? '公共部分' : '报备种类');
  return tree;
}

/** All texts of a form. */
export function typedIn(body: unknown): Typed {
  const entries = Object.entries(Object(body)).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return Object.fromEntries(entries.map(([key, text]) => [key, text.slice(0, 2500)]));
}
