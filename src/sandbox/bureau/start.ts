import { listen, stopOnSignal } from '../serve.ts';
import { createApp } from './app.ts';
import { openCallLog } from './calls.ts';
import { moved } from './clock.ts';
import { queueFile } from './download.ts';
import { codeTables } from './emit/code-tables.ts';
import { canValidate } from './schema.ts';
import { readSettings, type Settings } from './settings.ts';
import { startWork } from './tick.ts';
import { openWorld, type World } from './world.ts';

/** Starts the bureau and prints `ready http://…` when it listens. */
export async function start(argv: string[]): Promise<void> {
  const settings = readSettings(argv);
  const schemas = canValidate(settings);
  const world = openWorld(settings);
  applyOptions(world, settings);
  let base = '';
  const app = createApp(world, openCallLog(world), () => base);
  const { server, url } = await listen(app, settings);
  base = url;
  startWork(world, schemas);
  stopOnSignal(() => server.closeAllConnections());
  process.stdout.write(`ready ${url}\n`);
}

// What was changed while it ran stays; an option that asks for something else than usual wins.
function applyOptions(world: World, settings: Settings): void {
  const { state } = world;
  if (settings.speed !== 1) state.clock = moved(state.clock, { speed: settings.speed });
  if (settings.auto !== 'manual') state.auto = settings.auto;
  if (settings.sms !== 'manual') state.sms = settings.sms;
  state.sms_delay = settings.sms_delay || state.sms_delay;
  state.review_delay = settings.review_delay || state.review_delay;
  const { isp_id } = settings.account;
  const told = state.downloads.some((d) => d.isp_id === isp_id && d.kind.startsWith('JCDM'));
  if (settings.jcdm && !told) queueFile(world, isp_id, 'JCDM', codeTables(world));
  world.commit();
}
