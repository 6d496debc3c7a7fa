import type { WholeRecord } from '../../../src/bureau/wire/whole-record.ts';

const PERSON = {
  ...{ name: '陈一鸣', office_phone: '057188880000', mobile: '13800000000', email: 'a@example.cn' },
  ...{ msn: '', qq: '', id_type: '2', id_number: '110105194912310021' },
};

export interface Told {
  entity: string;
  service: string;
  domain: string;
  /** Whose access it is. */
  provider: string;
  ip?: string;
  name?: string;
  number?: string;
  changed?: string;
}

/** A record as a bureau publishes it: one entity with one site on one domain. */
export function wholeRecordOf(told: Told): WholeRecord {
  const { entity, service, domain, provider, ip = '198.51.100.7', name = '杭州甲公司' } = told;
  const changed = (told.changed ?? '2026-01-01').replace(/\D/g, '').padEnd(14, '0');
  const icp_number = told.number ?? `浙ICP备2026${entity.padStart(4, '0')}号`;
  return {
    entity: {
      ...{ bureau_id: entity, our_id: '', icp_number, kind: '4', province_code: '330000' },
      ...{ city_code: '330100', county_code: '330106', name, id_type: '1' },
      ...{ id_number: `9133010000000${entity.padStart(5, '0')}`, id_address: '示例路 1 号' },
      ...{ investor: '', mailing_address: '示例路 1 号', remark: '', leader: PERSON, changed },
    },
    services: [
      {
        ...{ bureau_id: service, our_id: '', icp_number: `${icp_number}-1`, name: '甲的网站' },
        ...{ content_types: [], prior_approvals: [], languages: ['1'], home_url: '', remark: '' },
        leader: PERSON,
        domains: [{ bureau_id: `${service}1`, our_id: '', domain }],
        accesses: [
          {
            ...{ bureau_id: `${service}2`, our_id: '', provider_id: provider },
            ...{ methods: ['1'], locations: ['330000'] },
            ips: [{ bureau_ip_id: `${service}3`, our_id: '', first: ip, last: ip }],
          },
        ],
        changed,
      },
    ],
  };
}
