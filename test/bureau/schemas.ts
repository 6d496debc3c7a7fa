import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';

/** The ministry's schemas, beside the project and not part of it. */
export const SCHEMAS = new URL('../../../shared/miit/xsd', import.meta.url).pathname;
const hasSchemas = existsSync(join(SCHEMAS, 'upload.xsd'));
if (!hasSchemas && process.env['CI'] === 'true') throw new Error(`没有官方格式文件 ${SCHEMAS}`);

/** For node:test: why a test that needs the schemas is passed over. */
export const withSchemas = hasSchemas ? {} : { skip: '没有官方格式文件，不校验' };
export const schemaOptions = hasSchemas ? ['--schemas', SCHEMAS] : [];

const folder = mkdtempSync(join(tmpdir(), 'beika-xsd-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** What xmllint has against these bytes; '' when they fit upload.xsd, or when there is nothing to fit. */
export function uploadFaults(bytes: Buffer): string {
  if (!hasSchemas) return '';
  const file = join(folder, `${process.hrtime.bigint()}.xml`);
  writeFileSync(file, bytes);
  try {
    const schema = join(SCHEMAS, 'upload.xsd');
    execFileSync('xmllint', ['--noout', '--nonet', '--huge', '--schema', schema, file], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    return '';
  } catch (error) {
    return error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
  } finally {
    rmSync(file);
  }
}
