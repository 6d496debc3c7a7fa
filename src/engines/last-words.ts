import type { Child, Exit } from './child.ts';

const MOST_LINES = 4;

/** Why a process ended, in its own words: its lines that name an error, else simply its last ones. */
export function lastWords(child: Child): string {
  const lines = child.output().split('\n').map(withoutTime).filter(Boolean);
  const thrown = lines.findLastIndex((line) => /^(Uncaught )?\w*Error\b/.test(line));
  if (thrown >= 0) return uncaught(lines.slice(thrown));
  const faults = lines.filter((line) => /\[ERROR\]|\berror\b|fatal|# |can't|cannot/i.test(line));
  const chosen = (faults.length > 0 ? faults : lines).slice(-MOST_LINES);
  return chosen.length > 0 ? chosen.join('\n  ') : '它什么也没有说';
}

/** The message of an error that ended a Node.js program, without its stack. */
function uncaught(lines: string[]): string {
  const stack = lines.findIndex((line) => /^at |^\{$|^Node\.js v/.test(line));
  return lines
    .slice(0, stack < 0 ? MOST_LINES : Math.max(1, stack))
    .slice(0, 12)
    .join('\n  ');
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
