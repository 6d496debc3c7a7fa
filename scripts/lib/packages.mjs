import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';
import { fail, say } from './say.mjs';

/**
 * Installs the packages of package-lock.json when node_modules does not hold exactly them.
 * With `production` the development packages may be missing. npm is heard only when it fails.
 */
export function ensurePackages({ production = false } = {}) {
  const lacking = firstLacking(production);
  if (lacking === undefined) return;
  say(`正在安装依赖（${lacking}）…`);
  const since = Date.now();
  const args = ['ci', production ? '--omit=dev' : '--include=dev', '--no-progress'];
  const npm = spawnSync('npm', args, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (npm.error) fail(`没有找到 npm（${npm.error.message}）。请安装带 npm 的 Node.js`);
  if (npm.status !== 0) fail(`依赖安装失败：\n${npm.stdout}${npm.stderr}`);
  say(`依赖已安装 (${((Date.now() - since) / 1000).toFixed(1)} s)`);
}

/** The first package that is missing or of another version, in words. npm writes its own list last, so a broken-off installation has none. */
function firstLacking(production) {
  const wanted = packagesIn('package-lock.json');
  const installed = packagesIn('node_modules/.package-lock.json');
  if (!wanted) fail('没有找到 package-lock.json，请在完整的项目目录里运行');
  if (!installed) return '首次运行';
  for (const [path, { version, optional, dev, devOptional }] of Object.entries(wanted)) {
    if (path === '' || (production && dev)) continue;
    const mayBeMissing = optional || devOptional;
    const found = installed[path];
    if (found ? found.version !== version : !mayBeMissing) {
      return `${path.replace('node_modules/', '')} ${version}`;
    }
  }
  return undefined;
}

function packagesIn(file) {
  try {
    return JSON.parse(readFileSync(join(root, file), 'utf8')).packages;
  } catch {
    return undefined;
  }
}
