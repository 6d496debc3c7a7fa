import { z } from 'zod';
import { ipNumber } from './checks/access.ts';
import { numberEntity, numberSite } from './operations/number.ts';
import { type Province, provinceOf } from './provinces.ts';
import type { Entity, Fields, Site } from './state.ts';
import type { World } from './world.ts';

const Form = z.object({
  /** Who gives access: any provider, also one that has no account here. */
  isp_id: z.coerce.number().default(10002),
  name: z.string().default('已备案示例有限公司'),
  kind: z.coerce.string().default('4'),
  certificate_type: z.coerce.string().default('1'),
  certificate_number: z.string(),
  domain: z.string(),
  site_name: z.string().default('已备案示例网站'),
  ip: z.string().default('203.0.113.10'),
  mobile: z.string().default('13800000000'),
});

/** Puts a filed record into the library without any request: somebody filed it long ago. Commits. */
export function seedRecord(world: World, input: unknown): Entity {
  const form = Form.parse(input);
  const province = provinceOf(world.settings.province);
  const leader = {
    Fzr_xm: '王示例',
    Fzr_dhhm: '0571-88880000',
    Fzr_sjhm: form.mobile,
    Fzr_dzyj: 'owner@example.com',
  };
  const entity = numberEntity(world, form.isp_id, {
    fields: { Dwmc: form.name, Dwxz: form.kind, Bbfs: '1' },
    address: { Shengid: province.code, Shiid: `${province.code.slice(0, 2)}0100` },
    certificate: {
      Zjlx: form.certificate_type,
      Zjhm: form.certificate_number,
      Zjzs: `${province.name}示例路1号`,
    },
    leader,
  });
  entity.sites.push(numberSite(world, entity, siteOf(form, leader, province, world.now())));
  world.state.entities.push(entity);
  world.commit();
  return entity;
}

function siteOf(
  { isp_id, site_name, domain, ip }: z.output<typeof Form>,
  leader: Fields,
  province: Province,
  now: number,
): Site {
  const address = String(ipNumber(ip));
  return {
    isp_id,
    fields: { Wzmc: site_name, Syurl: `www.${domain}` },
    approvals: [],
    contents: ['8'],
    languages: ['1'],
    domains: [{ Ym: domain }],
    accesses: [
      {
        ids: {},
        isp_id,
        locations: [String(province.location)],
        methods: ['3'],
        ips: [{ Qsip: address, Zzip: address }],
      },
    ],
    leader,
    filed_at: now,
    changed_at: now,
    cancelled: false,
  };
}
