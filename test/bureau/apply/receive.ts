import type { BureauRow, DownloadRow } from '../../../src/bureau/tables.ts';
import type { Db } from '../../../src/platform/db.ts';
import type { DrawnFile } from './items.ts';
import { fileXml } from './write-file.ts';

/** Files of bureaus that exist only as rows: stored as exchange/downloads.ts stores them, and applied. */
export function receiving(db: Db) {
  /** A bureau that nobody can call. */
  async function aBureau(name: string): Promise<BureauRow> {
    const { importBureau } = await import('../../../src/bureau/index.ts');
    const { SYSTEM } = await import('../../../src/audit/index.ts');
    const upload_wsdl = 'http://127.0.0.1:9/upDownLoad?wsdl';
    const file = { name, province_code: '33', isp_id: 7, user_name: 'u', password: 'p' };
    await importBureau(db, { ...file, encrypt: 0, upload_wsdl }, SYSTEM);
    return (await db('bureaus').where({ name }).first())!;
  }

  async function store(bureau: BureauRow, drawn: DrawnFile, own: string): Promise<DownloadRow> {
    const { packXml } = await import('../../../src/bureau/wire/archive.ts');
    const { md5Base64 } = await import('../../../src/bureau/wire/digest.ts');
    const { storeBody } = await import('../../../src/bureau/bodies.ts');
    const { publicNo } = await import('../../../src/platform/ids.ts');
    const { now } = await import('../../../src/platform/clock.ts');
    const zip = await packXml(fileXml(drawn, own), 'x.xml');
    const download_no = publicNo('BD');
    const file_name = `${drawn.time}_zj_${drawn.number}.xml`;
    const plain = { zip_hash: md5Base64(zip), zip_bytes: zip.length, file_name };
    const rest = { received_at: now(), results: 0, unknown: 0 };
    await db('bureau_downloads').insert({
      bureau_id: bureau.id,
      download_no,
      ...plain,
      ...rest,
    });
    await storeBody(db, download_no, zip);
    return (await db('bureau_downloads').where({ download_no }).first())!;
  }

  async function apply(bureau: BureauRow, row: DownloadRow): Promise<void> {
    const { applyDownload } = await import('../../../src/bureau/apply/apply-download.ts');
    await applyDownload(bureau, row);
  }

  const receive = async (bureau: BureauRow, drawn: DrawnFile, own: string) =>
    apply(bureau, await store(bureau, drawn, own));
  return { aBureau, store, apply, receive };
}
