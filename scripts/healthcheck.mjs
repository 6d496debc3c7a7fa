import { get as getHttp } from 'node:http';
import { get as getHttps } from 'node:https';
import { connect } from 'node:net';
import { join } from 'node:path';

// The container's own question: status 0 when it is well. A container without web pages is well while its supervisor answers.
const { PORT = '8080', ROLES = 'web', TLS_CERT, DATA_DIR = 'data' } = process.env;
const done = (isWell) => process.exit(isWell ? 0 : 1);
setTimeout(() => done(false), 4000);

if (ROLES.split(',').includes('web')) {
  const get = TLS_CERT ? getHttps : getHttp;
  // The certificate names the public address, not this one.
  const options = { host: '127.0.0.1', port: PORT, path: '/healthz', rejectUnauthorized: false };
  get(options, (response) => done(response.statusCode === 200)).on('error', () => done(false));
} else {
  const socket = connect(join(DATA_DIR, 'run/supervisor.sock'));
  socket.on('connect', () => done(true)).on('error', () => done(false));
}
