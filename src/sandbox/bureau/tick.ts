import { finding } from './checks/finding.ts';
import { checkUpload } from './content.ts';
import { queueFile } from './download.ts';
import { bajg } from './emit/results.ts';
import { runDue } from './requests.ts';
import type { Upload } from './state.ts';
import type { World } from './world.ts';
import { group } from './xml.ts';

const BEAT = 100;

/** The bureau's own work: accepted files in order, time-outs, automatic decisions. */
export function startWork(world: World, schemas: boolean): void {
  let busy = false;
  const beat = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    for (const upload of world.state.uploads.filter(({ status }) => status === 'received')) {
      await checkUpload(world, upload, schemas).catch((error) => giveUp(world, upload, error));
    }
    if (runDue(world)) world.commit();
    busy = false;
  };
  setInterval(() => void beat(), BEAT).unref();
}

// A file that the sandbox itself trips over is answered too, or the provider would wait for ever.
function giveUp(world: World, upload: Upload, error: unknown): void {
  process.stderr.write(`上报文件 ${upload.n}: ${error instanceof Error ? error.stack : error}\n`);
  const findings = [finding(5999, upload.file_name)];
  upload.status = 'checked';
  upload.codes = [5999];
  const body = bajg([{ findings, czlx: 1, mark: '' }]);
  queueFile(world, upload.isp_id, 'BAJG', group('ICP', body));
  world.commit();
}
