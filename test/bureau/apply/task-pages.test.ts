import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TaskKind } from '../../../src/bureau/tasks/kinds.ts';
import { start } from '../../harness.ts';
import { withSchemas } from '../schemas.ts';
import { startBureau, until } from '../setup.ts';

const app = await start();
const { db } = app;
const bureau = await startBureau(['--jcdm', 'no', '--auto', 'approve'], '浙江管局');
const { exchange, isBlocked } = await import('../../../src/bureau/index.ts');
const operator = await app.signedIn('administrator');
const tell = async (kind: string, ...items: object[]) => {
  await bureau.control('notice', { kind, items });
  await exchange(bureau.name);
};
const text = async (path: string) => {
  const answer = await operator.get(path);
  assert.equal(answer.status, 200, path);
  return answer.text();
};
const newest = async (kind: TaskKind) => {
  const [row] = await db('bureau_tasks').where({ kind }).orderBy('id', 'desc').limit(1);
  assert.ok(row, kind);
  return row;
};

test('only who manages bureaus sees what they want', async () => {
  const customer = await app.signedIn('customer');
  for (const path of ['/bureau-tasks', '/bureau-blocks']) {
    assert.equal((await customer.get(path)).status, 403, path);
    assert.equal((await app.client().get(path)).status, 303, path);
    assert.equal((await operator.get(path)).status, 200, path);
  }
});

test('a site without a filing is something to do, and the answer goes up to the bureau', async () => {
  await tell('JCDM');
  await tell('WBAWZLB', { Wzym_mc: 'wild.cn', IP: '192.0.2.10' });
  assert.match(await text('/bureau-tasks'), /未备案网站[\s\S]*wild\.cn[\s\S]*待处理/);
  const { task_no } = await newest('unfiled_site');
  const place = `/bureau-tasks/${task_no}`;
  assert.match(await text(place), /192\.0\.2\.10/);
  const form = { result: '', opinion: '已关闭', due_on: '2026-12-31' };
  const refused = await operator.post(`${place}/answer`, form);
  assert.equal(refused.status, 422);
  assert.match(await refused.text(), /请选择处理结果[\s\S]*已关闭/);
  assert.equal((await operator.post(`${place}/answer`, { ...form, result: '1' })).status, 303);
  assert.equal((await newest('unfiled_site')).state, 'answered');
  assert.equal((await operator.post(`${place}/answer`, { ...form, result: '1' })).status, 409);
  await exchange(bureau.name);
  assert.match(await text(place), /管局已受理|管局已答复/);
});

test('a record to be checked shows people masked, opens them for a reason, and is answered whole', async () => {
  await bureau.control('record', {
    isp_id: 10001,
    certificate_number: '91350100M000100Y43',
    domain: 'filed.cn',
  });
  const { queue } = await import('../setup.ts');
  await queue(bureau.name, 'BA7', 7);
  await exchange(bureau.name);
  await until(async () => {
    await exchange(bureau.name);
    return (await db('filing_entities').where({ subject: 'BA7' })).length > 0;
  });
  const entity = (await db('filing_entities').where({ subject: 'BA7' }).first())!;
  await tell('HSRW', { Ztid: entity.bureau_entity_id });
  const task = await newest('verification');
  assert.equal(task.filing_no, 'BA7');
  const place = `/bureau-tasks/${task.task_no}`;
  const html = await text(place);
  assert.match(html, /138\*\*\*\*8000/);
  assert.doesNotMatch(html, /13800138000|张三/);
  assert.equal((await operator.post(`${place}/people`, { reason: '' })).status, 422);
  const opened = await operator.fetch(`${place}/people`, {
    method: 'POST',
    headers: { accept: 'application/json' },
    body: new URLSearchParams({ reason: '电话核实' }),
  });
  assert.match(await opened.text(), /13800138000/);
  const entry = await db('audit_entries').where({ action: 'bureau.task_revealed' }).first();
  assert.equal(entry?.subject, `task:${task.task_no}`);
  const form = { passed: 'no', checker: '李四', checked_on: '2026-11-20', opinion: '电话不通' };
  assert.equal((await operator.post(`${place}/answer`, form)).status, 422);
  const whole = { ...form, faults: '手机号码已停机' };
  assert.equal((await operator.post(`${place}/answer`, whole)).status, 303);
  await exchange(bureau.name);
  const { record_no } = await newest('verification');
  const record = await db('bureau_records')
    .where({ record_no: record_no ?? '' })
    .first();
  assert.deepEqual([record?.kind, record?.subject], ['check_answer', task.task_no]);
  assert.match(record?.status ?? '', /accepted|answered/);
});

test('everything that answers put up fits the official schema', withSchemas, async () => {
  assert.deepEqual(await bureau.faultyUploads(), []);
});

test('what needs no answer is closed with a word, and asked again it is a new task', async () => {
  const notice = { Tzlb: '1', Baxh: '浙ICP备1号-1', Tznr: '请补充首页备案号' };
  await tell('XGTZ', notice);
  await tell('XGTZ', notice);
  assert.equal((await db('bureau_tasks').where({ kind: 'rectification' })).length, 1);
  const { task_no } = await newest('rectification');
  const close = (words: string) => operator.post(`/bureau-tasks/${task_no}/closing`, { words });
  assert.equal((await close('')).status, 422);
  assert.equal((await close('已通知客户')).status, 303);
  assert.equal((await close('再来一次')).status, 409);
  await tell('XGTZ', notice);
  assert.equal((await db('bureau_tasks').where({ kind: 'rectification' })).length, 2);
  const filtered = await text('/bureau-tasks?state=closed&kind=rectification&subject=浙ICP备1号');
  assert.match(filtered, /浙ICP备1号-1[\s\S]*已处理/);
  assert.doesNotMatch(JSON.stringify(await db('bureau_tasks')), /浙ICP备|已通知客户|wild\.cn/);
  assert.match(await text('/bureau-tasks?state=open&subject=xx'), /没有符合条件的待办/);
});

test('an answer that the bureau refuses is to be given again', async () => {
  const { reopenTask } = await import('../../../src/bureau/tasks/settle-task.ts');
  const { task_no } = await newest('unfiled_site');
  await reopenTask(db, task_no, '5005 域名不存在');
  assert.equal((await newest('unfiled_site')).state, 'open');
  assert.match(await text(`/bureau-tasks/${task_no}`), /需要重新反馈[\s\S]*5005/);
});

test('whoever and whatever is on a list is found by certificate, domain and address until it is taken off', async () => {
  const number = '91350100M000100Y43';
  await tell('HMDLB', { Dwmc: '黑公司', Zjlx: '1', Zjhm: number }, { Wzmc: '坏站', Ym: 'bad.cn' });
  await tell('FFJRHMD', { Ym: 'wild.cn', Ip: '192.0.2.77' });
  const certificate = { id_type: '1', id_number: number.toLowerCase() };
  assert.equal((await isBlocked(db, { certificate }))?.list, 'entity');
  assert.equal((await isBlocked(db, { domain: 'WWW.bad.cn' }))?.list, 'site');
  assert.equal((await isBlocked(db, { ip: '192.0.2.77' }))?.list, 'illegal_access');
  assert.equal(await isBlocked(db, { domain: 'notbad.cn', ip: '192.0.2.78' }), undefined);
  assert.equal(
    await isBlocked(db, { certificate: { id_type: '2', id_number: number } }),
    undefined,
  );
  assert.match(await text('/bureau-blocks?name=a.bad.cn'), /坏站|bad\.cn/);
  assert.match(await text('/bureau-blocks?name=good.cn'), /没有找到/);
  const check = await operator.post('/bureau-blocks/checks', { id_number: number });
  const html = await check.text();
  assert.match(html, /这个证件在黑名单内/);
  assert.ok(!html.includes(number) && !html.includes('黑公司'));
  await tell('HMDLB', { Dwmc: '黑公司', Zjlx: '1', Zjhm: number, Czlx: '2' });
  assert.equal(await isBlocked(db, { certificate }), undefined);
});

test('a full list changes nothing until somebody who saw the difference confirms it', async () => {
  const ours = (await db('filing_entities').where({ subject: 'BA7' }).first())!;
  await db('filing_entities').where({ id: ours.id }).delete();
  await tell('SJTB');
  assert.equal((await db('filing_entities').where({ subject: 'BA7' })).length, 0);
  const resync = (await db('bureau_resyncs').where({ state: 'waiting' }).first())!;
  const place = `/bureau-resyncs/${resync.resync_no}`;
  assert.match(await text('/bureau-tasks'), /下发了全量数据/);
  assert.match(await text(place), /新增/);
  const stale = await operator.post(`${place}/confirmation`, { items: String(resync.items + 1) });
  assert.equal(stale.status, 409);
  const confirm = () => operator.post(`${place}/confirmation`, { items: String(resync.items) });
  assert.equal((await confirm()).status, 303);
  const { bureau_entity_id } = ours;
  assert.equal((await db('filing_entities').where({ bureau_entity_id })).length, 1);
  assert.equal((await confirm()).status, 409);
  const entry = await db('audit_entries').where({ action: 'bureau.resync_applied' }).first();
  assert.equal(entry?.subject, `resync:${resync.resync_no}`);
  await tell('SJTB');
  const again = (await db('bureau_resyncs').where({ state: 'waiting' }).first())!;
  assert.match(await text(`/bureau-resyncs/${again.resync_no}`), /没有差异/);
  assert.equal((await operator.post(`/bureau-resyncs/${again.resync_no}/dismissal`)).status, 303);
});

test('what was not understood waits in the inbox, and the metrics count it', async () => {
  await tell('HMDLB', { Dwmc: '无证件公司' });
  const numbers = await (await app.client().get('/metrics')).text();
  assert.match(numbers, /^bureau_inbox_waiting\{kind="HMDLB"\} 1$/m);
});
