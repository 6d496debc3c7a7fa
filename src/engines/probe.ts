import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { codeOf } from './refusal.ts';

/** Connects to a unix socket, says `greeting`, and gives the first bytes that come back; undefined when nobody answers within a second. */
function firstAnswer(socketPath: string, greeting: string): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const socket = connect(socketPath);
    const finish = (answer: Buffer | undefined) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(1000, () => finish(undefined));
    socket.once('error', () => finish(undefined));
    socket.once('close', () => finish(undefined));
    socket.once('data', finish);
    if (greeting) socket.write(greeting);
  });
}

/** Whether a MariaDB serves this socket. It greets whoever connects once it is ready, and not before. */
export async function mariadbAnswers(socketPath: string): Promise<boolean> {
  return (await firstAnswer(socketPath, '')) !== undefined;
}

/** Whether a Redis serves this socket and has read its data. */
export async function redisAnswers(socketPath: string): Promise<boolean> {
  const answer = await firstAnswer(socketPath, 'PING\r\n');
  return answer?.toString().startsWith('+PONG') ?? false;
}

/** Whether any process listens on this socket, ready or not. */
export function isListenedTo(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(socketPath, () => {
      socket.destroy();
      resolve(true);
    });
    // EAGAIN: somebody listens whose queue is full.
    socket.once('error', (error) => resolve(codeOf(error) === 'EAGAIN'));
  });
}

/** Waits until `isTrue` is, asking every 25 ms; false when `withinMs` passed or `isOver` says there is no hope. */
export async function until(
  isTrue: () => Promise<boolean> | boolean,
  withinMs: number,
  isOver: () => boolean = () => false,
): Promise<boolean> {
  const deadline = Date.now() + withinMs;
  while (!isOver()) {
    if (await isTrue()) return true;
    if (Date.now() > deadline) return false;
    await pause(25);
  }
  return false;
}
