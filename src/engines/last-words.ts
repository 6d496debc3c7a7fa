import type { Child, Exit } from './child.ts';

const MOST_LINES = 4;

/** Why a process ended, in its own words: its lines that name an error, else simply its last ones. */
export function lastWords(child: Child): string {
  const lines = child.output().split('\n').map(withoutTime).filter(Boolean);
  const faults = lines.filter((line) => /\[ERROR\]|\berror\b|fatal|# |can't|cannot/i.test(line));
  const chosen = (faults.length > 0 ? faults : lines).slice(-MOST_LINES);
  return chosen.length > 0 ? chosen.join('\n  ') : '它什么也没有说';
}

/** MariaDB and Redis begin each line with a time and their own number, which say nothing here. */
function withoutTime(line: string): string {
  return line
    .replace(/^\d{4}-\d\d-\d\d +\d+:\d\d:\d\d \d+ /, '')
    .replace(/^\d+:[A-Z] \d\d \w{3} \d{4} [\d:.]+ /, '')
    .trim();
}

/** How a process ended, in words: by which code or which signal. */
export function describeExit(exit: Exit): string {
  return exit.signal ? `信号 ${exit.signal}` : `退出码 ${exit.code}`;
}
