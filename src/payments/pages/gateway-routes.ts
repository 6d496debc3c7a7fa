import { type Request, type Response, Router } from 'express';
import { requires, userOf } from '../../accounts/index.ts';
import { record } from '../../audit/index.ts';
import { DAY, fromNow } from '../../platform/clock.ts';
import { testConnection } from '../../platform/connections.ts';
import { db, inTransaction } from '../../platform/db.ts';
import { type FieldErrors, must } from '../../platform/errors.ts';
import { readSetting, writeSetting } from '../../platform/settings.ts';
import { readOr } from '../../platform/web.ts';
import { connectionOf } from '../connections.ts';
import type { Gateway } from '../gateways/gateway.ts';
import { GATEWAYS, gatewayNamed } from '../gateways/index.ts';
import { ownFromSandbox } from '../gateways/sandbox-own.ts';
import { sandboxFile } from '../gateways/sandbox-settings.ts';
import { readyGateway, type Stored, settingOf } from '../gateways/set-up.ts';
import { successRates } from '../metrics.ts';
import { callbackUrl, paymentsSetting } from '../settings.ts';
import { controlsOf, ownTold, readGateway } from './gateway-form.ts';
import { type General, generalTyped, inCents, inYuan } from './general-form.ts';
import { tabs } from './payment-routes.ts';

/** Ways to be paid: on or off, in which order, with which keys. */
export const gatewayRoutes = Router();
const manages = requires('settings.manage');
const place = '/gateways';

gatewayRoutes.get(place, manages, async (req, res) => {
  await showAll(req, res, inYuan(await readSetting(paymentsSetting)), {});
});

gatewayRoutes.post(place, manages, async (req, res) => {
  const typed = generalTyped(req.body ?? {});
  const form = readOr(paymentsSetting.schema, inCents(typed));
  if (!form.ok) return showAll(req, res.status(422), typed, form.fields);
  await inTransaction(async (trx) => {
    await writeSetting(trx, paymentsSetting, form.data);
    await record(trx, userOf(req).actor, 'settings.changed', 'settings:payments', form.data);
  });
  res.flash('success', '已保存');
  res.redirect(303, place);
});

async function showAll(req: Request, res: Response, general: General, fields: FieldErrors) {
  const rates = await successRates(db, fromNow(-DAY));
  const gateways = await Promise.all(GATEWAYS.map((gateway) => lineOf(gateway)));
  res.page('payments/gateways', {
    title: '支付方式',
    ...{ tabs: tabs(req), general, fields },
    gateways: gateways
      .sort((a, b) => a.position - b.position)
      .map((line) => ({ ...line, rate: rates.get(line.name) ?? null })),
  });
}

async function lineOf({ name, title, note, methods }: Gateway) {
  const ready = await readyGateway(name);
  const {
    is_enabled,
    position,
    methods: chosen,
  } = ready?.common ?? (await readSetting(settingOf(name)));
  const labels = methods.filter(({ value }) => chosen.includes(value));
  return {
    ...{ name, title, note, position },
    methods: labels.map(({ label, hint }) => hint ?? label).join('、'),
    is_fixed: name === 'sandbox',
    badge: !ready
      ? { text: name === 'sandbox' ? '未启用' : '未配置', tone: 'idle' }
      : { text: is_enabled ? '启用' : '停用', tone: is_enabled ? 'ok' : 'warn' },
  };
}

gatewayRoutes.get(`${place}/:name`, manages, async (req, res) => {
  const gateway = gatewayOf(req);
  await show(res, gateway, await readSetting(settingOf(gateway.name)), {});
});

gatewayRoutes.post(`${place}/:name`, manages, async (req, res) => {
  const gateway = gatewayOf(req);
  const stored = await readSetting(settingOf(gateway.name));
  const { value, fields } = readGateway(gateway, req.body ?? {}, stored);
  if (Object.keys(fields).length > 0) return show(res.status(422), gateway, value, fields);
  await save(req, gateway, value);
  res.flash('success', (await hasTest(gateway)) ? '已保存。点“查询连接”确认能用' : '已保存');
  res.redirect(303, `${place}/${gateway.name}`);
});

gatewayRoutes.post(`${place}/:name/test`, manages, async (req, res) => {
  const gateway = gatewayOf(req);
  const { state, words } = await testConnection(connectionOf(gateway));
  const subject = `settings:payments.${gateway.name}`;
  await inTransaction((trx) =>
    record(trx, userOf(req).actor, 'settings.tested', subject, { state }),
  );
  res.flash(state === 'ok' ? 'success' : 'error', words);
  res.redirect(303, `${place}/${gateway.name}`);
});

/** There is somebody to ask, and all that asking takes is filled in. */
const hasTest = async ({ name, test }: Gateway): Promise<boolean> =>
  test !== undefined && (await readyGateway(name)) !== undefined;

/** Takes what the running sandbox says of itself, so that every protocol can be rehearsed. */
gatewayRoutes.post(`${place}/:name/rehearsal`, manages, async (req, res) => {
  const gateway = gatewayOf(req);
  const own = must(ownFromSandbox(gateway.name, sandboxFile()), '演练环境');
  const stored = await readSetting(settingOf(gateway.name));
  const methods = gateway.methods.filter(({ is_default }) => is_default).map(({ value }) => value);
  const value = { ...stored, own, methods, is_sandbox: true, is_enabled: true };
  await save(req, gateway, value);
  res.flash('success', '已填入演练环境的参数，这个支付方式不收真钱');
  res.redirect(303, `${place}/${gateway.name}`);
});

/** Where money goes from now on is written down; keys are not. */
async function save(req: Request, gateway: Gateway, value: Stored): Promise<void> {
  const { own, ...common } = value;
  const setting = settingOf(gateway.name);
  const before = await readSetting(setting);
  const details = { ...common, ...ownTold(gateway, own, before.own) };
  await inTransaction(async (trx) => {
    await writeSetting(trx, setting, value);
    const subject = `settings:payments.${gateway.name}`;
    await record(trx, userOf(req).actor, 'settings.changed', subject, details);
  });
}

function gatewayOf(req: Request): Gateway {
  const name = String(req.params['name']);
  return must(name === 'sandbox' ? undefined : gatewayNamed(name), '支付方式');
}

async function show(res: Response, gateway: Gateway, value: Stored, fields: FieldErrors) {
  const { name, title, note, methods, label } = gateway;
  const { own, ...common } = value;
  const isNew = Object.keys(own).length === 0;
  const first = methods.filter(({ is_default }) => is_default).map((method) => method.value);
  res.page('payments/gateway', {
    title,
    ...{ name, note, fields, default_label: label },
    common: { ...common, methods: isNew && common.methods.length === 0 ? first : common.methods },
    controls: controlsOf(gateway, own, fields),
    methods: methods.map((method) => ({
      value: method.value,
      label: method.hint ? `${method.label}（${method.hint}）` : method.label,
    })),
    callback_url: gateway.parse ? await callbackUrl(name) : null,
    has_test: await hasTest(gateway),
    may_rehearse: ownFromSandbox(name, sandboxFile()) !== undefined,
  });
}
