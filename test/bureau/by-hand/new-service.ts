import { z } from 'zod';
import { group, leaf } from '../../../src/bureau/wire/xml-write.ts';
import type { NumberedPart } from './kind.ts';
import { accessFields, domain, languages, ranges, serviceFields } from './parts.ts';
import { contentXml, type IdOf, languagesXml, personXml, placeXml, rangeXml } from './parts-xml.ts';

/** A service that is filed for the first time, with our access to it. */
export const NewService = z.object({
  ...serviceFields,
  languages,
  domains: z.array(domain).min(1, '请至少填写一个域名'),
  access: z.object({ ...accessFields, ips: ranges }),
});
type NewService = z.output<typeof NewService>;

export const servicePath = (index: number) => `services.${index}`;
const accessPath = (index: number) => `services.${index}.access`;
const domainPath = (index: number, domain: string) => `services.${index}.domains.${domain}`;
const ipPath = (index: number, { first, last }: NewService['access']['ips'][number]) =>
  `services.${index}.access.ips.${first}-${last}`;

/** Everything of a new service goes up under a number of ours. */
export function newServiceParts(service: NewService, index: number): NumberedPart[] {
  return [
    servicePath(index),
    ...service.domains.map((domain) => domainPath(index, domain)),
    accessPath(index),
    ...service.access.ips.map((range) => ipPath(index, range)),
  ].map((path) => ({ path }));
}

/** Wz_xx of 新增备案 and 新增网站. */
export function newServiceXml(service: NewService, index: number, idOf: IdOf): string {
  const domains = service.domains.map((domain) =>
    group('Ym_xx', leaf('IspYmid', idOf(domainPath(index, domain))), leaf('Ym', domain)),
  );
  const ips = service.access.ips.map((range) =>
    rangeXml(range, leaf('IspIpid', idOf(ipPath(index, range)))),
  );
  return group(
    'Wz_xx',
    leaf('IspWzid', idOf(servicePath(index))),
    leaf('Wzmc', service.name),
    contentXml(service),
    languagesXml(service.languages),
    ...domains,
    group('Jr_xx', leaf('IspJrid', idOf(accessPath(index))), placeXml(service.access), ...ips),
    group('Wz_Fzr', personXml(service.leader)),
    leaf('Syurl', service.home_url),
    leaf('Wz_Bz', service.remark),
  );
}
