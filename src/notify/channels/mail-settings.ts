import { z } from 'zod';
import { onSandbox } from '../../platform/sandboxes.ts';
import { defineSetting, readSetting } from '../../platform/settings.ts';

export const mailSetting = defineSetting({
  key: 'notify.mail',
  title: '邮件（SMTP）',
  secret: true,
  schema: z
    .object({
      host: z.string().trim().max(200).default(''),
      port: z.coerce.number('请填写端口').int().min(1).max(65535).default(465),
      /** TLS from the first byte (465); otherwise STARTTLS when the server offers it. */
      secure: z.boolean().default(true),
      user: z.string().trim().max(200).default(''),
      password: z.string().max(500).default(''),
      from: z.string().trim().max(200).default(''),
    })
    .prefault({}),
});

export interface MailServer {
  host: string;
  port: number;
  secure: boolean;
  user: string;
  password: string;
  from: string;
  sandbox: boolean;
}

let sandbox: MailServer | undefined;

onSandbox('mail', async (addresses) => {
  sandbox = addresses ? sandboxServer(addresses) : undefined;
});

/** The sandbox names two addresses, "smtp://127.0.0.1:PORT http://…": letters in, and people's page. */
export function sandboxServer(addresses: string): MailServer | undefined {
  const smtp = addresses.split(' ').find((address) => address.startsWith('smtp://'));
  if (!smtp) return undefined;
  const { hostname, port } = new URL(smtp);
  const from = '备卡演练 <beika@example.com>';
  return {
    host: hostname,
    port: Number(port),
    secure: false,
    user: '',
    password: '',
    from,
    sandbox: true,
  };
}

/** The server that is set, else the sandbox, else none. */
export async function mailServer(): Promise<MailServer | undefined> {
  const setting = await readSetting(mailSetting);
  return setting.host
    ? { ...setting, from: setting.from || setting.user, sandbox: false }
    : sandbox;
}
