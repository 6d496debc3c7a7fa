import { fail } from './say.mjs';

const LEAST = [20, 19];

/** Ends with one clear line when this Node.js is too old to run the product. */
export function ensureNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > LEAST[0] || (major === LEAST[0] && minor >= LEAST[1])) return;
  fail(
    `需要 Node.js ${LEAST.join('.')} 或更新的版本，现在是 ${process.versions.node}。请先升级 Node.js`,
  );
}
