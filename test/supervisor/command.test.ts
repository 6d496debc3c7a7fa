import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { eventually, processesOn, stage, start } from './stage.ts';

const here = import.meta.dirname;

/** A folder, and how to run the command in it. */
function commandStage(t: TestContext) {
  const folder = stage(t);
  const script = join(folder, 'command.mjs');
  const module = pathToFileURL(join(here, '../../src/engines/run-command.ts')).href;
  writeFileSync(
    script,
    `import { runCommand } from ${JSON.stringify(module)};
     const [cli, dataDir] = ${JSON.stringify([join(here, 'fake-cli.ts'), join(folder, 'data')])};
     const args = process.argv[2].split(' ');
     process.exit(await runCommand({ cli, dataDir, args, env: process.env }));`,
  );
  // Each of these gets the arguments of the supervisor as well, which the command does not look at.
  return { folder, run: (status = '0') => start(folder, { by: [script, status] }) };
}

test('a command brings engines of its own, ends them, and ends as the command did', async (t) => {
  const { folder, run } = commandStage(t);
  const first = run();
  assert.equal((await first.exit).code, 0, first.text());
  assert.deepEqual(first.lines, ['out [[1]]']);
  assert.deepEqual(processesOn(folder), []);
  const second = run('3');
  assert.equal((await second.exit).code, 3);
  assert.deepEqual(second.lines, ['out [[2]]']);
});

test('a command uses the engines that run, and leaves them running', async (t) => {
  const { folder, run } = commandStage(t);
  const started = start(folder);
  await started.ready;
  const command = run();
  assert.equal((await command.exit).code, 0, command.text());
  assert.deepEqual(command.lines, ['out [[1]]']);
  assert.equal(started.child.exitCode, null);
});

test('commands and a start that come together wait for each other', async (t) => {
  const { folder, run } = commandStage(t);
  const commands = [run(), run()];
  await eventually(() => processesOn(folder).length > 0, 'they begin');
  const started = start(folder);
  const ends = await Promise.all(commands.map(({ exit }) => exit));
  assert.deepEqual(
    ends.map(({ code }) => code),
    [0, 0],
  );
  await started.ready;
  const last = run();
  await last.exit;
  assert.deepEqual(last.lines, ['out [[3]]'], last.text());
});
