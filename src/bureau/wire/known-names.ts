// Every element of the official download.xsd (V3.0).
const NAMES = `
  BAJG BASJ Baxh Baxx Bbdw Bbdwid Bbdwlb Bbisp Bbyhid Bbyhlx Bm Bs Bz Ct Ctbbdwid Ctjlid
  Ctlx Cwyy Czlx Dmms DownloadData Dqjcsj Dwfl Dwfl_dms Dwfl_xx Dwflid Dwhyfl Dwmc Dwxz
  Dwxz_dms Dwxz_xx Dzyj FFJRHMD Fbdd Ffjrxx Fjwjgs Fjwjgs_dms Fjytlx_dms Fjzjlx Fl1 Fl2
  Fpdw Fpdx Fpfs Fpjg Fprq Fpxx Fwnr Fwnr_id Fzr Fzr_dhhm Fzr_dzyj Fzr_sjhm Fzr_xm
  Fzr_zjhm Fzr_zjlx GJSHS Gbdw Gbjs Gbxx Gj_dm_xx Gj_dms Gjsh Gly_dh Gly_dz Gly_dzyj
  Gly_mz Gly_shengid Gly_shiid Gly_zz HCJG HMDLB HSRW Hcjg Hcsj Hsyj Hsyj_dms Hyfl_dms
  Hyfl_xx ICP IP Id Ip Ip_xx Ipfp Ipgb Ipid Iply IspId IspIpid IspJrid IspWzid IspYmid
  IspZtid Ispid JCDM Jccs Jcdm_xx Jfr_dh Jfr_dz Jfr_dzyj Jfr_mz Jfr_shengid Jfr_shiid
  Jfr_zz Jg_xx Jgdm Jgxx Jlid Jr_xx Jrfs Jrhc Jrid Jrs Jxip Jyxkzbh Kkwzhc Lx Lxrdh
  Lxrdzyj Lxrxm Ly_dwid Ly_dwlx Ly_dwmc Lydw Lyjg Lyxx Mc Msn Nr Nrlx Nrlx_id Nrlx_xx Qq
  Qsip Qsip1 Qsip2 Qy_dms Qy_xx Qzsph SJTB Scbbsj Scjcsj Sfqzsp Sfymtz Sfyx Shengid
  Shengjc Shiid Shjg Shr_dhhm Shrxm Shsj Shyj Sjhm Spwj Sqdw Ssdxlx Sssh Syfs Syurl Szs
  Txdz Tzlb Tznr Tzr Tzxx WBAWZLB Wb Wbacl_dms Wbacl_xx Wbawz_xx Wblx Wgdz Wgip Wz_Baxh
  Wz_Bz Wz_Fzr Wz_xx Wzch Wzfb Wzfwlx_dms Wzfwlx_xx Wzhmdxxs Wzid Wzjrfs Wzjrfs_dms
  Wzjrfs_xx Wzjylx_dms Wzjylx_xx Wzmc Wzym_mc XGTZ Xgsj Xianid Xxdz Xzjb_dms Xzjb_xx YM Yj
  Yjfk_Wtfl_xx Yjfk_Wtfls Yjjlid Yjlx Yjqsip Yjzzip Ym Ym_fwq Ym_xx Ym_zcs Ymid Ymlx
  Ymlx_dms Ymxx Ysid Yxrq Yylb Yylb_dms Yylb_id Yys ZXSJ Zcr_dhhm Zcr_dzyj Zcr_mc
  Zcr_shengid Zcr_shiid Zcr_txdz Zcr_zz Zcsj Zdip Zdxx Zj Zjhm Zjjrz Zjlx Zjlx_dms Zjlx_xx
  Zjxgsj Zjzs Zslj Zsxh Zsyxq Zt_xx Zthc Zthmdxxs Ztid Ztmc Zxlb Zxly_dms Zxly_xx Zxxx
  Zzip Zzip1 Zzip2
`;

const known = new Set(NAMES.split(/\s+/));

/** Does specification V3.0 know an element of this name in a download? */
export function isKnownName(name: string): boolean {
  return known.has(name);
}
