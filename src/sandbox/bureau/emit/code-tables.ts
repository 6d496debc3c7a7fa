import { AREAS, levelOf } from '../data/areas.ts';
import * as tables from '../data/tables.ts';
import { PROVINCES, provinceOf } from '../provinces.ts';
import type { World } from '../world.ts';
import { group, leaf } from '../xml.ts';

const VALID = '<Sfyx>1</Sfyx>';

/** JCDM: the reporting units and every code table, whole. */
export function codeTables(world: World): string {
  return group('JCDM', group('Bbdwlb', ...units(world)), group('Jcdm_xx', ...codes()));
}

function units(world: World): string[] {
  return world.state.accounts.map(({ isp_id, name, province }) =>
    group(
      'Bbdw',
      leaf('Id', isp_id),
      leaf('Dwmc', name),
      leaf('Shengid', provinceOf(province).code),
      leaf('Sfyx', 1),
    ),
  );
}

function codes(): string[] {
  const plain = (outer: string, inner: string, rows: tables.Code[]) =>
    group(outer, ...rows.map(([id, name]) => group(inner, row(id, name), VALID)));
  const masked = (outer: string, inner: string, rows: tables.Code[]) =>
    group(
      outer,
      ...rows.map(([id, name]) => group(inner, leaf('Id', id), mask(id), leaf('Mc', name), VALID)),
    );
  return [
    plain('Dwxz_dms', 'Dwxz_xx', tables.ENTITY_KINDS),
    group('Qy_dms', ...[...AREAS].map(area)),
    group('Gj_dms', ...PROVINCES.map(bureau)),
    group('Zjlx_dms', ...tables.CERTIFICATES.map(certificate)),
    group('Wzjylx_dms', ...tables.APPROVALS.map(approval)),
    masked('Wzfwlx_dms', 'Wzfwlx_xx', tables.CONTENTS),
    masked('Wzjrfs_dms', 'Wzjrfs_xx', tables.ACCESS_METHODS),
    group(
      'Zxly_dms',
      ...tables.CANCEL_REASONS.map(([id, name]) =>
        group('Zxly_xx', leaf('Id', id), leaf('Nr', name), VALID),
      ),
    ),
    group(
      'Wbacl_dms',
      ...tables.UNFILED_RESULTS.map(([id, name]) =>
        group('Wbacl_xx', leaf('Id', id), leaf('Ztmc', name)),
      ),
    ),
    plain('Hsyj_dms', 'Hsyj', tables.VERIFY_OPINIONS),
    plain('Ymlx_dms', 'Ymlx', tables.DOMAIN_KINDS),
    plain('Fjwjgs_dms', 'Fjwjgs', tables.ATTACHMENT_FORMATS),
    group(
      'Fjytlx_dms',
      ...tables.ATTACHMENT_USES.map(([id, name, owner]) =>
        group('Fjzjlx', row(id, name), leaf('Ssdxlx', owner), VALID),
      ),
    ),
    plain('Yylb_dms', 'Yylb', tables.LANGUAGES),
  ];
}

const row = (id: number, name: string): string => leaf('Id', id) + leaf('Mc', name);
/** 运算代码: a power of two, so that several ids add up to one number. */
const mask = (id: number): string => leaf('Ysid', 2 ** (id - 1));

const area = ([code, name]: [string, string]): string =>
  group('Qy_xx', leaf('Id', code), leaf('Mc', name), leaf('Lx', levelOf(code)), VALID);

const certificate = ([id, name, kind]: tables.Code): string =>
  group('Zjlx_xx', row(id, name), leaf('Dwflid', kind), VALID);

const approval = ([id, name, needed]: tables.Code): string =>
  group('Wzjylx_xx', leaf('Id', id), mask(id), leaf('Mc', name), leaf('Sfqzsp', needed), VALID);

const bureau = ({ code, name, mark, letters, location }: (typeof PROVINCES)[number]): string =>
  group(
    'Gj_dm_xx',
    leaf('Id', location),
    mask(location),
    leaf('Bm', letters),
    leaf('Mc', `${name}通信管理局`),
    leaf('Shengid', code),
    leaf('Shengjc', mark),
    VALID,
  );
