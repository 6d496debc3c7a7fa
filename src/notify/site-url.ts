import { env } from '../platform/env.ts';

let port = env.PORT;

/** With PORT=0 the system chooses one: said once we listen, so that no link leads to port 0. */
export function listensOn(chosen: number): void {
  port = chosen;
}

/** Where this site is reached: BASE_URL, else the address it listens on. Never the Host header: anybody writes that. */
export function siteUrl(): string {
  if (env.BASE_URL) return env.BASE_URL;
  const host = ['0.0.0.0', '::'].includes(env.HOST) ? 'localhost' : env.HOST;
  return `${env.TLS_CERT ? 'https' : 'http'}://${host}:${port}`;
}

/** A path of this site as a whole address, for a mail. */
export function absolute(path: string): string {
  return new URL(path, siteUrl()).href;
}
