import { z } from 'zod';
import { unseal } from '../../platform/seal.ts';
import { type FilingForm, INDIVIDUAL } from '../forms.ts';
import type { FilingRow } from '../tables.ts';

const Title = z.object({
  entity: z.string(),
  service: z.string(),
  domain: z.string(),
  individual: z.boolean(),
});
/** What a list calls a filing, without opening the whole form. */
export type Title = z.output<typeof Title>;

export function titleOf(form: FilingForm): Title {
  const service = form.services[0];
  return {
    entity: form.entity.name.trim(),
    service: service?.name.trim() ?? '',
    domain: service?.domains.find((domain) => domain.trim() !== '')?.trim() ?? '',
    individual: form.entity.kind === INDIVIDUAL,
  };
}

export function openTitle(row: Pick<FilingRow, 'filing_no' | 'title_sealed'>): Title {
  const sealed = unseal(row.title_sealed, `filings.title_sealed:${row.filing_no}`);
  return Title.parse(JSON.parse(sealed));
}
