import { spawn } from 'node:child_process';
import type { Command, Options } from './commands/command.ts';
import { UserError } from './platform/errors.ts';

interface Entry {
  usage: string;
  says: string;
  load(): Promise<Command>;
}

/** Every command, and where it lives. Loaded one at a time, so that `ocr:read` needs no database. */
const COMMANDS: Record<string, Entry> = {
  'admin:create': {
    usage: 'admin:create --email E',
    says: '创建管理员，密码从标准输入读取',
    load: async () => (await import('./commands/admin-create.ts')).command,
  },
  'demo:seed': {
    usage: 'demo:seed',
    says: '放入演示数据：客户、审核员、运营各一位，两份备案，一个小商店；再次运行只补缺少的',
    load: async () => (await import('./commands/demo-seed.ts')).command,
  },
  'settings:get': {
    usage: 'settings:get [KEY]',
    says: '读取设置（密文设置只显示是否已设置）',
    load: async () => (await import('./commands/settings.ts')).get,
  },
  'settings:set': {
    usage: 'settings:set KEY',
    says: '写入设置，值为标准输入中的 JSON',
    load: async () => (await import('./commands/settings.ts')).set,
  },
  'bureau:import': {
    usage: 'bureau:import FILE',
    says: '导入管局连接参数（JSON）',
    load: async () => (await import('./commands/bureau.ts')).importFile,
  },
  'bureau:check': {
    usage: 'bureau:check NAME',
    says: '检查管局接口能否连通并登录',
    load: async () => (await import('./commands/bureau.ts')).check,
  },
  'bureau:exchange': {
    usage: 'bureau:exchange NAME',
    says: '立即与管局上报、下载一轮',
    load: async () => (await import('./commands/bureau.ts')).exchange,
  },
  'filings:import': {
    usage: 'filings:import FILE',
    says: '导入一份备案（JSON，其中 "reviewed": true 时直接过审）',
    load: async () => (await import('./commands/filings.ts')).importFile,
  },
  'filings:show': {
    usage: 'filings:show FILING_NO',
    says: '查看一份备案的进度',
    load: async () => (await import('./commands/filings.ts')).show,
  },
  'cards:import': {
    usage: 'cards:import PRODUCT FILE',
    says: '把文件里的卡密入库（PRODUCT 为商品或规格编号），重复和有问题的行跳过并列出',
    load: async () => (await import('./commands/cards.ts')).importFile,
  },
  'cards:generate': {
    usage: 'cards:generate PRODUCT COUNT',
    says: '为自有密钥商品生成卡密',
    load: async () => (await import('./commands/cards.ts')).generate,
  },
  'audit:verify': {
    usage: 'audit:verify',
    says: '校验审计记录的哈希链',
    load: async () => (await import('./commands/audit.ts')).verify,
  },
  'ocr:read': {
    usage: 'ocr:read FILE… [--engine ppocr|tesseract]',
    says: '识别证件图片',
    load: async () => (await import('./commands/ocr.ts')).command,
  },
};

const [name = 'help', ...rest] = process.argv.slice(2);
if (name === 'sandbox') startSandbox(rest);
else if (name === 'help' || !(name in COMMANDS)) help(name);
else await runCommand(name, rest);

async function runCommand(name: string, rest: string[]): Promise<void> {
  const { args, options } = parse(rest);
  try {
    const command = await COMMANDS[name]?.load();
    if (!command) throw new UserError('not_found', `没有命令 ${name}`);
    const result = await command.run(args, options);
    process.stdout.write(`${JSON.stringify(result, null, options.json ? 0 : 2)}
`);
  } catch (error) {
    process.exitCode = 1;
    complain(error, options.json);
  } finally {
    await release();
  }
}

/** A refusal is said in its own words; anything else with its stack, for whoever mends it. */
function complain(error: unknown, json: boolean): void {
  const known = error instanceof UserError ? error : undefined;
  if (json) {
    const { code = 'internal', message = String(error), fields = {} } = known ?? {};
    process.stdout.write(`${JSON.stringify({ error: { code, message, fields } })}\n`);
    return;
  }
  console.error(known ? known.message : error);
  for (const [field, message] of Object.entries(known?.fields ?? {}))
    console.error(`  ${field}: ${message}`);
}

/** `--json`, `--name value` and `--name=value`; the rest are arguments. */
function parse(rest: string[]): { args: string[]; options: Options } {
  const args: string[] = [];
  const values: Record<string, string> = {};
  let json = false;
  for (let i = 0; i < rest.length; i++) {
    const word = rest[i] ?? '';
    if (word === '--json') json = true;
    else if (word.startsWith('--')) {
      const [key = '', given] = word.slice(2).split(/=(.*)/s);
      values[key] = given ?? rest[++i] ?? '';
    } else args.push(word);
  }
  return { args, options: { json, values } };
}

/** A sandbox is a process of its own and imports nothing of ours. */
function startSandbox(args: string[]): void {
  const main = new URL('./sandbox/main.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, ['--import', 'tsx', main, ...args], { stdio: 'inherit' });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => child.kill(signal));
  child.on('exit', (status) => process.exit(status ?? 1));
}

function help(name: string): void {
  if (name !== 'help') {
    process.exitCode = 1;
    console.error(`没有命令 ${name}`);
  }
  console.log('用法：npm run -s beika -- 命令 [参数] [--json]\n');
  for (const { usage, says } of Object.values(COMMANDS))
    console.log(`  ${usage.padEnd(44)} ${says}`);
  console.log(
    `  ${'sandbox bureau|pay|sms|mail [--port P --data DIR]'.padEnd(44)} 启动演练用的外部系统`,
  );
}

/** Connections keep a process alive: a command ends them. */
async function release(): Promise<void> {
  if (!process.env['DATABASE_URL']) return;
  const { closeRedis } = await import('./platform/redis.ts');
  const { db } = await import('./platform/db.ts');
  const { jobs } = await import('./jobs.ts');
  await Promise.all(jobs.map((job) => job.close()));
  closeRedis();
  await db.destroy();
}
