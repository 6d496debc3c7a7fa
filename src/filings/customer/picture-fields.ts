import { pictureLinks } from '../../documents/index.ts';
import type { FilingForm } from '../forms.ts';
import { materialsFor } from '../materials.ts';
import { PRINTOUTS } from '../printouts/index.ts';
import type { ProvinceRules } from '../provinces/index.ts';
import type { Control, Section } from './controls.ts';
import type { Step } from './steps.ts';

/** The places for pictures on one page: cards and licences on `pictures`, all else on `materials`. */
export async function pictureSections(
  filing_no: string,
  form: FilingForm,
  province: ProvinceRules,
  step: Step,
): Promise<Section[]> {
  const asked = materialsFor(form, province).filter(({ slot }) => step.owns(`materials.${slot}`));
  const controls = await Promise.all(
    asked.map(async ({ slot, label, why, hint, required, multiple, accept }): Promise<Control> => {
      const documents = form.materials[slot] ?? [];
      return {
        partial: 'file',
        arg: {
          ...{
            name: `materials.${slot}`,
            label,
            why,
            hint: hintWithPrintout(slot, hint),
            required,
            multiple,
          },
          capture:
            accept === 'photo' ? (slot.endsWith('photo') ? 'user' : 'environment') : 'environment',
          upload_url: `/filings/${filing_no}/pictures`,
          purpose: slot,
          input_name: `file.${slot}`,
          documents: await Promise.all(
            documents.map(async (no) => ({ no, ...(await pictureLinks(no)) })),
          ),
        },
      };
    }),
  );
  const title = step.key === 'pictures' ? '给证件拍照' : '其他材料';
  const note =
    step.key === 'pictures'
      ? '拍好后自动识别，下一步的内容会自己填好。识别不了也没关系，可以手工填写。'
      : '签字盖章的材料请先下载打印。';
  return [{ id: step.key, title, note, controls, acts: [] }];
}

function hintWithPrintout(slot: string, hint: string): string {
  return slot in PRINTOUTS ? `${hint}。可在右侧下载已填好的空白表` : hint;
}
