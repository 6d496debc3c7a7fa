import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureNode } from './lib/node-version.mjs';
import { ensurePackages } from './lib/packages.mjs';
import { ENGINES, ensurePrograms, find, install } from './lib/programs.mjs';
import { root } from './lib/root.mjs';
import { become, typescript } from './lib/run.mjs';

// npm run drill:galera: brings the engines and Galera itself, then runs the drill.
ensureNode();
ensurePackages();
ensurePrograms(ENGINES);
const TOOLS = [
  { title: 'rsync', names: ['rsync'], debian: 'rsync' },
  { title: 'ss', names: ['ss'], debian: 'iproute2' },
  { title: 'lsof', names: ['lsof'], debian: 'lsof' },
];
install(TOOLS, existsSync('/usr/lib/galera/libgalera_smm.so') ? [] : ['galera-4']);
const folder = mkdtempSync(join(tmpdir(), 'beika-galera-'));
chmodSync(folder, 0o711);
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
become(typescript(join(root, 'scripts/drill-galera.ts'), process.argv.slice(2)), {
  env: { ...process.env, GALERA_TOOLS: toolsIn(folder) },
});

/** The scripts that copy a node come with the server's package: it is unpacked, and nothing is set up. */
function toolsIn(folder) {
  if (find({ names: ['wsrep_sst_rsync'] })) return '/usr/bin';
  const packages = ['mariadb-server', 'mariadb-client-core'];
  execFileSync('apt-get', ['download', '-qq', ...packages], { cwd: folder, stdio: 'ignore' });
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.deb')))
    execFileSync('dpkg', ['-x', join(folder, file), join(folder, 'unpacked')]);
  return join(folder, 'unpacked/usr/bin');
}
