import { pictureLinks } from '../../documents/index.ts';
import type { FilingForm } from '../forms.ts';
import { changedFields } from '../kinds/changes.ts';
import { materialsFor } from '../materials.ts';
import { PRINTOUTS } from '../printouts/index.ts';
import type { ProvinceRules } from '../provinces/index.ts';
import type { CodeTables } from '../rules/index.ts';
import type { Control, Section } from './controls.ts';
import type { Step } from './steps.ts';

export interface PicturePage {
  filing_no: string;
  form: FilingForm;
  codes: CodeTables;
  province: ProvinceRules;
  step: Step;
}

interface Place {
  /** Path of the field that holds the pictures' numbers. */
  path: string;
  label: string;
  why: string;
  hint: string;
  required: boolean;
  multiple: boolean;
  camera: 'user' | 'environment';
  documents: readonly string[];
}

/** The places for pictures on one page: cards and licences on `pictures`, all else on `materials`. */
export async function pictureSections(page: PicturePage): Promise<Section[]> {
  const places = [...materialPlaces(page), ...approvalPlaces(page)];
  const mine = places.filter(({ path }) => page.step.owns(path));
  const controls = await Promise.all(mine.map((place) => controlOf(page.filing_no, place)));
  const { key: id } = page.step;
  const words = wordsFor(page);
  if (page.form.request.kind !== 'change') return [{ id, ...words, controls, acts: [] }];
  // Of what is filed only what changes is proved again; all else may be handed in, and hardly ever is.
  const isAsked = (at: number) => mine[at]?.required || (mine[at]?.documents.length ?? 0) > 0;
  const asked = controls.filter((_, at) => isAsked(at));
  const folded = controls.filter((_, at) => !isAsked(at));
  const note = asked.length > 0 ? words.note : '这次的变更不用交材料。';
  return [
    { id, ...words, note, controls: asked, folded, fold_label: '其他材料（选填）', acts: [] },
  ];
}

function wordsFor({ step, form }: PicturePage): { title: string; note: string } {
  if (step.key === 'pictures')
    return {
      title: '给证件拍照',
      note: '拍好后自动识别，下一步的内容会自己填好。识别不了也没关系，可以手工填写。',
    };
  if (form.request.kind === 'add_material')
    return {
      title: '要补交的材料',
      note: `为“${aboutWords(form)}”补交。管局或审核员要哪一种，就传到哪一项，其余留空。`,
    };
  const title = form.request.kind === 'change' ? '材料' : '其他材料';
  return { title, note: '签字盖章的材料请先下载打印。' };
}

function aboutWords({ entity, services }: FilingForm): string {
  return services.length > 0 ? services.map(({ name }) => name).join('、') : entity.name;
}

function materialPlaces({ form, province }: PicturePage): Place[] {
  return materialsFor(form, province).map(({ slot, hint, accept, ...material }) => ({
    ...material,
    path: `materials.${slot}`,
    hint: slot in PRINTOUTS ? `${hint}。可下载本页“已填好的表”` : hint,
    camera: accept === 'photo' && slot.endsWith('photo') ? 'user' : 'environment',
    documents: form.materials[slot] ?? [],
  }));
}

/** The approval itself, for each 前置审批 that was named on the page of its website. */
function approvalPlaces({ form, codes }: PicturePage): Place[] {
  const { kind } = form.request;
  if (kind === 'add_material') return [];
  const changed = changedFields(form).map(({ path }) => path);
  const several = form.services.length > 1;
  return form.services.flatMap((service, index) =>
    service.prior_approvals.flatMap(({ type, number, documents }, row): Place[] => {
      if (type === '' && number === '' && documents.length === 0) return [];
      const name = codes['prior_approvals']?.find(({ id }) => id === type)?.name ?? '';
      return [
        {
          path: `services.${index}.prior_approvals.${row}.documents`,
          label: `前置审批文件${name ? `：${name}` : ''}${several ? `（网站 ${index + 1}）` : ''}`,
          why: '内容涉及前置审批的网站，管局要核对批准文件',
          hint: `批准文件的原件照片或扫描件${number ? `，文号 ${number}` : ''}`,
          // The bureau has the papers of what stays as it is.
          required: kind !== 'change' || changed.includes(`services.${index}.prior_approvals`),
          multiple: true,
          camera: 'environment',
          documents,
        },
      ];
    }),
  );
}

async function controlOf(
  filing_no: string,
  { path, label, why, hint, required, multiple, camera, documents }: Place,
): Promise<Control> {
  const slot = path.replace(/^materials\./, '');
  return {
    partial: 'file',
    arg: {
      ...{ name: path, label, why, hint, required, multiple, capture: camera },
      upload_url: `/filings/${filing_no}/pictures`,
      purpose: slot,
      input_name: `file.${slot}`,
      documents: await Promise.all(
        documents.map(async (no) => ({ no, ...(await pictureLinks(no)) })),
      ),
    },
  };
}
