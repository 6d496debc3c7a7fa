import { pictureLinks } from '../../documents/index.ts';
import { materialsFor } from '../materials.ts';
import { rulesOfProvince } from '../pages/checks.ts';
import type { ReviewPage } from '../pages/review-page.ts';
import { type CheckLine, type Verdict, worst } from './check-line.ts';

/** One line for each thing that was handed in, or is missing. */
export async function paperLines(page: ReviewPage): Promise<CheckLine[]> {
  const { form } = page;
  const materials = materialsFor(form, await rulesOfProvince(form.entity.province_code));
  const slots = materials
    .map(({ slot, label, required }) => ({
      ...{ path: `materials.${slot}`, label, required },
      documents: form.materials[slot] ?? [],
    }))
    .filter(({ required, documents }) => required || documents.length > 0);
  const approvals = form.services.flatMap(({ prior_approvals }, service) =>
    prior_approvals.map(({ number, documents }, row) => ({
      path: `services.${service}.prior_approvals.${row}.documents`,
      ...{ label: `前置审批文件 ${number}`, documents },
    })),
  );
  return Promise.all([...slots, ...approvals].map((place) => paperLine(page, place)));
}

async function paperLine(
  page: ReviewPage,
  { path, label, documents }: { path: string; label: string; documents: readonly string[] },
): Promise<CheckLine> {
  const missing: Verdict[] = documents.length === 0 ? [{ tone: 'bad', text: '没有上传' }] : [];
  const hidden = page.is_masked && documents.length > 0;
  const shown = page.is_masked ? [] : documents;
  const pictures = await Promise.all(shown.map((no) => pictureLinks(no)));
  const changed = page.diff.some((diff) => diff.path === path || path.startsWith(`${diff.path}.`));
  return {
    ...{ path, label, value: documents.length > 0 ? `${documents.length} 张` : '', readings: [] },
    verdicts: [...missing, ...(changed ? [{ tone: 'warn' as const, text: '这次换了新图' }] : [])],
    ...{ tone: worst(missing), changed: null, filed: null, is_hidden: hidden, is_paper: true },
    asked: page.marks.find((mark) => mark.path === path)?.message ?? null,
    look: pictures[0]?.view_url ?? null,
    pictures,
  };
}
