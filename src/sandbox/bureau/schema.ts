import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from './settings.ts';

/** Whether files are held against the official schema; says once why not. */
export function canValidate(settings: Settings): boolean {
  const why = !settings.schemas
    ? '没有 --schemas'
    : !existsSync(join(settings.schemas, 'upload.xsd'))
      ? `${settings.schemas} 里没有 upload.xsd`
      : hasXmllint()
        ? ''
        : '没有 xmllint（libxml2-utils）';
  if (why) process.stdout.write(`上报文件不按官方 XSD 校验，只做基本检查：${why}\n`);
  return !why;
}

function hasXmllint(): boolean {
  try {
    execFileSync('xmllint', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/**
 * Holds a file against a schema. Gives what xmllint says, one line per fault; empty when it fits.
 * Rejects only when xmllint itself cannot run.
 */
export async function validate(schema: string, file: string): Promise<string> {
  return new Promise((done, failed) => {
    const args = ['--noout', '--nonet', '--huge', '--schema', schema, file];
    execFile('xmllint', args, { maxBuffer: 16 * 1024 * 1024 }, (error, _out, says) => {
      // 1 not well-formed, 3 and 4 not valid; anything else is about xmllint or the schema.
      if (!error) done('');
      else if ([1, 3, 4].includes(Number(error.code))) done(says || 'invalid');
      else failed(new Error(`xmllint: ${says || String(error)}`));
    });
  });
}
