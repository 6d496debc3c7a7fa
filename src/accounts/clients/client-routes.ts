import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { type FieldErrors, UserError } from '../../platform/errors.ts';
import { maskName } from '../../platform/mask.ts';
import { timeShown } from '../../platform/present.ts';
import { readOr } from '../../platform/web.ts';
import { NewClientForm } from '../forms.ts';
import { requires, userOf } from '../guards.ts';
import { CLIENT_PERMISSIONS } from '../permissions.ts';
import { openName } from '../signed-in.ts';
import { addClient, disableClient, type ListedClient, listClients } from './manage-clients.ts';

/** Keys for programs. Mounted before /people/:user_no. */
export const clientRoutes = Router();
const manage = requires('people.manage');

clientRoutes.get('/people/clients', manage, (req, res) => showClients(req, res, {}));

clientRoutes.post('/people/clients', manage, async (req, res) => {
  const form = readOr(NewClientForm, req.body);
  if (!form.ok) return showClients(req, res.status(422), form.fields);
  try {
    const { key } = await addClient(form.data, userOf(req));
    // The one time the key is seen: as the answer to the post, in no address and no cookie.
    res.page('accounts/client-key', { title: '密钥已创建', name: form.data.name, key });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    await showClients(req, res.status(422), error.fields);
  }
});

clientRoutes.post('/people/clients/:client_no/disabling', manage, async (req, res) => {
  await disableClient(String(req.params['client_no']), userOf(req));
  res.flash('success', '密钥已停用');
  res.redirect(303, '/people/clients');
});

async function showClients(req: Request, res: Response, fields: FieldErrors): Promise<void> {
  const { name = '', owner = '', permissions = [] } = req.body ?? {};
  res.page('accounts/clients', {
    title: 'API 密钥',
    clients: (await listClients()).map(shownClient),
    values: { name, owner, permissions: [permissions].flat() },
    fields,
    permission_options: Object.entries(CLIENT_PERMISSIONS).map(([value, label]) => ({
      value,
      label,
    })),
  });
}

const names = new Map<string, string>(Object.entries(CLIENT_PERMISSIONS));

function shownClient(client: ListedClient) {
  const permissions = z.array(z.string()).parse(JSON.parse(client.permissions_json));
  return {
    client_no: client.client_no,
    name: client.name,
    key_hint: `bk_…${client.key_end}`,
    owner: maskName(openName(client)),
    owner_no: client.user_no,
    permissions: permissions.map((each) => names.get(each) ?? each).join('、'),
    created: timeShown(client.created_at),
    used: client.used_at ? timeShown(client.used_at, true) : null,
    is_disabled: client.disabled_at !== null,
  };
}
