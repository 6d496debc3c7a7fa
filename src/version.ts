import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const root = new URL('..', import.meta.url).pathname;
const text = readFileSync(join(root, 'package.json'), 'utf8');
const number = z.object({ version: z.string() }).parse(JSON.parse(text)).version;

/** Changes with every style sheet, script and picture, so that browsers may keep what they have for ever. */
function assetsDigest(): string {
  const hash = createHash('sha256');
  const folder = join(root, 'public');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  for (const path of files.map((entry) => join(entry.parentPath, entry.name)).sort())
    hash.update(path.slice(folder.length)).update(readFileSync(path));
  return hash.digest('hex').slice(0, 6);
}

/** The version of this program: package.json's number and a digest of what browsers keep. */
export const version = `${number}-${assetsDigest()}`;
