import type { Reply, Request } from './messages.ts';
import { readWith } from './read-picture.ts';
import type { EngineName, PageReader } from './types.ts';

/** The reading process: one picture at a time, in the order they come. Ends with its parent. */
const [, , name, threads] = process.argv;
const engine: EngineName = name === 'tesseract' ? 'tesseract' : 'ppocr';
const reader = openReader();
// Whoever asks learns of the failure; without this the process would end before anybody asks.
reader.catch(() => {});

let last: Promise<void> = Promise.resolve();
process.on('message', (request: Request) => {
  last = last.then(() => answer(request));
});
process.on('disconnect', () => process.exit(0));

async function openReader(): Promise<PageReader> {
  if (engine === 'tesseract') {
    const { openTesseract } = await import('./tesseract/read-page.ts');
    return await openTesseract();
  }
  const [{ loadModels }, { ppocrReader }] = await Promise.all([
    import('./ppocr/models.ts'),
    import('./ppocr/read-page.ts'),
  ]);
  return ppocrReader(await loadModels(Number(threads)));
}

async function answer({ id, bytes, expect }: Request): Promise<void> {
  try {
    const onProgress = (progress: number) => tell({ id, progress });
    const picture = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const options = { onProgress, ...(expect && { expect }) };
    tell({ id, reading: await readWith(await reader, engine, picture, options) });
  } catch (error) {
    tell({ id, failed: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}

function tell(reply: Reply): void {
  if (process.connected) process.send?.(reply);
}
