import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { temporaryDir } from './process.ts';

/** The ministry's schemas, beside the project and not part of it. */
export const SCHEMAS = new URL('../../../shared/miit/xsd', import.meta.url).pathname;

export const hasSchemas = existsSync(join(SCHEMAS, 'upload.xsd'));
if (!hasSchemas && process.env['CI'] === 'true') throw new Error(`no schemas in ${SCHEMAS}`);

/** Options that let the bureau validate, when the schemas are there. */
export const schemaOptions = hasSchemas ? ['--schemas', SCHEMAS] : [];
/** For node:test: why a test that needs the schemas is passed over. */
export const skipWithoutSchemas = hasSchemas ? false : 'no official schemas beside the project';

const dir = temporaryDir();
let count = 0;

/** What xmllint has against a document; empty when it fits the schema. */
export function faultsOf(schema: string, document: string): string {
  const file = join(dir, `${count++}.xml`);
  writeFileSync(file, iconv.encode(document, 'gbk'));
  try {
    execFileSync('xmllint', ['--noout', '--nonet', '--huge', '--schema', schema, file], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    return '';
  } catch (error) {
    return error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
  }
}

/** A downloaded file against download.xsd. */
export const downloadFaults = (xml: string): string => faultsOf(join(SCHEMAS, 'download.xsd'), xml);

/**
 * A `<return>` against its schema. The schemas want `msg` to be exactly 256 long, which no sample of
 * the specification is: there, and only there, the length is read as a limit.
 */
export function returnFaults(name: string, document: string): string {
  const file = join(dir, `${name}.xsd`);
  if (!existsSync(file)) {
    const official = readFileSync(join(SCHEMAS, `${name}.xsd`), 'latin1');
    writeFileSync(
      file,
      official.replace('xs:length value="256"', 'xs:maxLength value="256"'),
      'latin1',
    );
  }
  return faultsOf(file, document);
}
