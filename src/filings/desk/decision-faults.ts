import type { FieldErrors } from '../../platform/errors.ts';
import type { ReviewPage } from '../pages/review-page.ts';
import type { CheckLine } from './check-line.ts';
import { checkLines } from './check-lines.ts';
import type { PostedReview } from './decision-form.ts';

/**
 * What stands against a decision beyond its form: a promised word that is missing, a line that was not looked
 * at. Passing takes a tick at every line; a tick at a line with a difference accepts the difference.
 */
export async function faultsOf(
  page: ReviewPage,
  decision: unknown,
  posted: PostedReview,
): Promise<FieldErrors> {
  const { reasons, words } = posted;
  const wordless = [...reasons].filter(([path, reason]) => reason === 'own' && !words.has(path));
  const fields = Object.fromEntries(wordless.map(([path]) => [`words:${path}`, '请写明要怎么改']));
  if (decision === 'return') return fields;
  if (decision !== 'pass') return { ...fields, marks: '请选择“通过”或“退回修改”' };
  if (reasons.size + words.size > 0)
    return { ...fields, marks: '已写了退回意见，不能通过。要通过请先清空意见，或改为“退回修改”' };
  return { ...fields, ...faultsOfPass(page, await checkLines(page), posted.ok) };
}

function faultsOfPass(
  { findings }: ReviewPage,
  lines: readonly CheckLine[],
  ok: ReadonlySet<string>,
): FieldErrors {
  const [first, ...more] = lines.filter(({ path }) => !ok.has(path));
  if (first) {
    const count = `还有 ${more.length + 1} 项没有核对`;
    return { [`ok:${first.path}`]: `${count}，从“${first.label}”开始：核对后勾选，再通过` };
  }
  const isShown = (path: string) =>
    lines.some(
      (line) =>
        line.path === path || line.path.startsWith(`${path}.`) || path.startsWith(`${line.path}.`),
    );
  const unseen = findings.find(({ severity, path }) => severity === 'reject' && !isShown(path));
  return unseen ? { marks: `检查没有通过：${unseen.message}。请退回给客户修改` } : {};
}
