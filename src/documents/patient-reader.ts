import { readdirSync } from 'node:fs';
import { constants, setPriority } from 'node:os';

/**
 * The reading process, stepping back for whoever waits for a page: on a machine without spare processors pages
 * took five times as long while pictures were read. Threads made later inherit it; those that are there are told.
 */
function stepBack(): void {
  setPriority(constants.priority.PRIORITY_LOW);
  for (const thread of threads()) {
    try {
      setPriority(thread, constants.priority.PRIORITY_LOW);
    } catch {
      // A thread that has ended meanwhile needs no priority.
    }
  }
}

/** Linux gives each thread a priority of its own; elsewhere the process has one. */
function threads(): number[] {
  try {
    return readdirSync('/proc/self/task').map(Number);
  } catch {
    return [];
  }
}

stepBack();
await import('./ocr/worker.ts');
