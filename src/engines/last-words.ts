import type { Child, Exit } from './child.ts';

const MOST_LINES = 4;
const FAULT = /\berror\b|fatal|bad file|can't|cannot|failed/i;

/** Why a process ended, in its own words: its lines that name an error, else simply its last ones. */
export function lastWords(child: Child): string {
  const lines = child.output().split('\n').map(withoutTime).filter(Boolean);
  const thrown = lines.findLastIndex((line) => /^(Uncaught )?\w*Error\b/.test(line));
  if (thrown >= 0) return uncaught(lines.slice(thrown));
  // MariaDB names the cause first, and then all that failed because of it.
  const errors = lines.filter((line) => line.startsWith('[ERROR]')).slice(0, MOST_LINES);
  const faults = lines.filter((line) => FAULT.test(line) && !line.includes('WARNING'));
  const chosen = [errors, faults, lines].find((some) => some.length > 0) ?? ['它什么也没有说'];
  return chosen.slice(-MOST_LINES).join('\n  ');
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
