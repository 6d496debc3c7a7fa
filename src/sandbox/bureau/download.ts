import iconv from 'iconv-lite';
import { stamp } from './clock.ts';
import { encrypt, hashBase64, toBase64Lines, toGbk, zipOne } from './codec.ts';
import { takeFaults } from './faults.ts';
import { provinceOf } from './provinces.ts';
import { fileInfos, type Result } from './returns.ts';
import type { Account, Download } from './state.ts';
import { uploadFile } from './upload.ts';
import type { World } from './world.ts';

const STRANGE = /<\/(Zt_xx|Wz_xx|Jgxx|Gjsh|Tzxx|Bbdw|Zxxx|Ffjrxx|Wbawz_xx|Zthmdxxs|Jrhc|Baxx)>/g;

/**
 * Puts a file in an ISP's queue. Its bytes are fixed here, so every delivery of it is identical.
 * `body` is what stands inside DownloadData. The caller commits.
 */
export function queueFile(world: World, ispId: number, kind: string, body: string): void {
  const { state, settings } = world;
  const at = world.now();
  const name = `${stamp(at)}_${provinceOf(settings.province).letters}_${state.next.file++}.xml`;
  const strange = takeFaults(world, 'isp_download', ['unknown_elements']).length > 0;
  const inner = strange ? body.replace(STRANGE, '<Kzxx>扩展信息</Kzxx></$1>') : body;
  const { charset, results } = world.speech;
  const head = `<?xml version="1.0" encoding="${charset}"?>\n`;
  const said = inner.replace(
    /<Jgdm>(\d+)(?=<\/Jgdm>)/g,
    (_, code) => `<Jgdm>${results.get(code) ?? code}`,
  );
  const document = `${head}<DownloadData version="V.3.0">${said}</DownloadData>`;
  const xml = charset === 'GBK' ? toGbk(document) : iconv.encode(document, charset);
  world.store.put(downloadFile(name, 'xml'), xml);
  world.store.put(downloadFile(name, 'zip'), zipOne(name, xml, new Date(at)));
  const download = { name, isp_id: ispId, kind, queued_at: at, deliveries: 0, acked_at: 0 };
  state.downloads.push(strange ? { ...download, kind: `${kind}+未知标签` } : download);
}

/** isp_download: the oldest file that was not acknowledged, the same bytes each time. */
export function download(world: World, account: Account): Result {
  const { state, settings } = world;
  const waiting = state.downloads.filter((d) => d.isp_id === account.isp_id && !d.acked_at);
  const again = takeFaults(world, 'isp_download', ['duplicate']).length > 0;
  const repeated = again ? lastAcknowledged(world, account) : undefined;
  const isShuffled = takeFaults(world, 'isp_download', ['shuffled']).length > 0;
  const file = repeated ?? (isShuffled ? waiting.at(-1) : waiting[0]);
  if (!file) return { code: settings.empty_code };
  // The count is for the page: it is not worth a write, and written with the acknowledgement.
  file.deliveries += 1;
  const faults = state.faults.length;
  const body = delivery(world, account, file);
  if (again || isShuffled || faults) world.commit();
  const more = waiting.length > (repeated ? 0 : 1);
  return {
    code: more ? settings.more_code : settings.last_code,
    body,
    note: repeated ? `${file.name} 重复` : file.name,
  };
}

function delivery(world: World, account: Account, file: Download): string {
  const zip = world.store.get(downloadFile(file.name, 'zip'));
  const bytes = account.encrypt ? encrypt(account, zip, world.speech.cipher) : zip;
  const wrong = takeFaults(world, 'isp_download', ['wrong_hash']).length > 0;
  return fileInfos({
    encrypt: account.encrypt,
    name: file.name,
    payload: world.settings.base64_lines ? toBase64Lines(bytes) : bytes.toString('base64'),
    hash: hashBase64(world.speech.hash, wrong ? Buffer.concat([zip, Buffer.from('!')]) : zip),
  });
}

function lastAcknowledged(world: World, account: Account): Download | undefined {
  return world.state.downloads
    .filter((d) => d.isp_id === account.isp_id && d.acked_at)
    .sort((a, b) => b.acked_at - a.acked_at)[0];
}

/** isp_downloadack: 21 without a name, 999 for a file that there never was, 0 again when repeated. */
export function acknowledge(world: World, account: Account, fileName: string): Result {
  if (!fileName.trim()) return { code: 21 };
  const file = world.state.downloads.find(
    (d) => d.isp_id === account.isp_id && d.name === fileName.trim(),
  );
  if (!file) return { code: 999, note: fileName };
  file.acked_at ||= world.now();
  world.commit();
  return { code: 0, note: file.name };
}

/** isp_querypreviousupload: the last accepted file as it was sent; sequence 0 when there is none. */
export function previousUpload(world: World, account: Account): Result {
  const last = world.state.uploads.findLast(
    (u) => u.isp_id === account.isp_id && u.sequence === account.last_sequence,
  );
  if (!last) {
    return {
      code: 0,
      body: fileInfos({ encrypt: account.encrypt, name: '', payload: '', hash: '', sequence: 0 }),
      note: '0',
    };
  }
  const payload = world.store.get(uploadFile(last, 'payload'));
  return {
    code: 0,
    body: fileInfos({
      encrypt: last.encrypt,
      name: last.file_name,
      payload: world.settings.base64_lines ? toBase64Lines(payload) : payload.toString('base64'),
      hash: last.hash,
      sequence: last.sequence,
    }),
    note: String(last.sequence),
  };
}

/** Where a file of the queue lies. */
export function downloadFile(name: string, kind: 'xml' | 'zip'): string {
  return `downloads/${name}${kind === 'zip' ? '.zip' : ''}`;
}
