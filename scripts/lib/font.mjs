import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';

const FOLDERS = [
  '/usr/share/fonts',
  '/usr/local/share/fonts',
  '/Library/Fonts',
  '/System/Library/Fonts',
];
const CHINESE = /noto.*cjk|wqy|source-?han|pingfang|arphic|droidsansfallback/i;

/** Whether a font with Chinese characters is installed: without one a browser shows boxes. */
export function hasChineseFont() {
  const listed = spawnSync('fc-list', [':lang=zh-cn', 'file'], { encoding: 'utf8' });
  if (listed.status === 0) return listed.stdout.trim() !== '';
  return FOLDERS.filter(existsSync).some((folder) =>
    readdirSync(folder, { recursive: true }).some((name) => CHINESE.test(String(name))),
  );
}
