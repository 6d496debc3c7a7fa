import { APPROVALS, CONTENTS, has, LANGUAGES } from '../data/tables.ts';
import type { Site } from '../state.ts';
import { checkAccesses } from './access.ts';
import { checkPicture } from './attachments.ts';
import { checkContact } from './contact.ts';
import { checkDomains } from './domain.ts';
import { type Bench, type Finding, unless } from './finding.ts';

const HOME = /^(https?:\/\/)?[^\s/:@]+\.[^\s/:@]+(:\d+)?(\/\S*)?$/i;

/** What a new site must hold: every check of the content phase that concerns it alone. */
export function checkSite(bench: Bench, site: Site, unit: boolean): Finding[] {
  const { reported } = bench;
  const name = site.fields['Wzmc'] ?? '';
  return [
    ...unless(
      !reported.sites.has(site.fields['IspWzid'] ?? ''),
      1037,
      site.fields['IspWzid'],
      name,
    ),
    ...checkDomains(bench, site.domains, name, reported.domains),
    ...checkAccesses(bench, site.accesses, name, reported),
    ...checkDescription(site, unit),
    ...checkHomeConflict(bench, site),
  ];
}

/** Codes, leader and home address of a site, new or changed. */
export function checkDescription(site: Site, unit: boolean): Finding[] {
  const name = site.fields['Wzmc'] ?? '';
  return [
    ...unless(
      site.contents.every((id) => has(CONTENTS, id)),
      1034,
      site.contents.join(),
      name,
    ),
    ...unless(
      site.languages.every((id) => has(LANGUAGES, id)),
      1066,
      site.languages.join(),
      name,
    ),
    ...site.approvals.flatMap(({ fields, scans }) => [
      ...unless(has(APPROVALS, fields['Nrlx_id'] ?? ''), 1033, fields['Nrlx_id'], name),
      ...scans.flatMap((scan) => checkPicture(scan, '1', 100, '审批文件')),
    ]),
    ...unless(!unit || Boolean(site.leader['Fzr_dhhm']), 1031, '', name),
    ...checkContact(site.leader, name),
    ...checkHome(site),
  ];
}

function checkHome({ fields, domains }: Site): Finding[] {
  const home = fields['Syurl'];
  if (!home) return [];
  const name = fields['Wzmc'];
  if (!HOME.test(home)) return unless(false, 1022, home, name);
  const holds = domains.some(({ Ym = '-' }) => home.toLowerCase().includes(Ym.toLowerCase()));
  return unless(holds, 1041, home, name);
}

function checkHomeConflict({ world }: Bench, { fields }: Site): Finding[] {
  const home = fields['Syurl']?.toLowerCase();
  const taken = world.state.entities.some(
    (entity) =>
      !entity.cancelled &&
      entity.sites.some((s) => !s.cancelled && s.fields['Syurl']?.toLowerCase() === home),
  );
  return unless(!home || !taken, 1021, home, fields['Wzmc']);
}

/** Two sites of one entity may not bear one name. */
export function checkNames(sites: Site[], others: Site[] = []): Finding[] {
  const names = sites.map((site) => site.fields['Wzmc'] ?? '');
  return names.flatMap((name, i) => {
    const taken = others.some((site) => !site.cancelled && site.fields['Wzmc'] === name);
    return unless(!taken && names.indexOf(name) === i, 1020, name, name);
  });
}
