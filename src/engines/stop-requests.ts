/** The wish that we stop, however it comes. */
export interface StopRequests {
  /** Resolves at the first request; rejects with a bug of ours that nobody caught, which is a reason to stop, too. */
  asked: Promise<void>;
  isAsked: () => boolean;
  /** Resolves when somebody asks again: what still runs should not be waited for. */
  hurried: Promise<void>;
}

// One Ctrl-C may arrive several times: from the terminal, and passed on by npm.
const ONE_REQUEST_MS = 1000;

/** Listens for signals and for the end of the process that started us with a channel. */
export function listenForStop(): StopRequests {
  let askedAt: number | undefined;
  const hurry = settler();
  const ask = settler();
  const request = () => {
    askedAt ??= Date.now();
    ask.resolve();
    if (Date.now() - askedAt > ONE_REQUEST_MS) hurry.resolve();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, request);
  process.on('disconnect', request);
  // Listening for the end of the channel must not itself keep us alive.
  process.channel?.unref();
  process.on('uncaughtException', ask.reject);
  return { asked: ask.promise, isAsked: () => askedAt !== undefined, hurried: hurry.promise };
}

function settler() {
  let resolve = () => {};
  let reject: (error: unknown) => void = () => {};
  const promise = new Promise<void>((done, failed) => {
    resolve = done;
    reject = failed;
  });
  return { promise, resolve, reject };
}
