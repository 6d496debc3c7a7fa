import type { FilingKind } from '../kinds/names.ts';
import type { Numbers } from '../numbers.ts';
import type { FilingRow } from '../tables.ts';

/** Of these the site is new at its number, and its 公安联网备案 still to come. */
const NEW_SITES: readonly FilingKind[] = ['initial', 'add_service'];

/** The numbers, and the line that the site has to carry at its foot; null while there is no number. */
export function numbersShown({ kind }: Pick<FilingRow, 'kind'>, numbers: Numbers | null) {
  if (!numbers) return null;
  const own = numbers.entity.icp_number ?? '';
  const services = numbers.services.map(({ name, icp_number, domains }) => ({
    name,
    domains: domains.map(({ domain }) => domain).join('、'),
    icp_number: icp_number ?? own,
    html: footerHtml(icp_number ?? own),
  }));
  if (own === '' && services.every(({ icp_number }) => icp_number === '')) return null;
  return { entity: own, services, police: NEW_SITES.includes(kind) };
}

function footerHtml(number: string): string {
  return `<a href="https://beian.miit.gov.cn/" target="_blank" rel="noopener">${number}</a>`;
}
