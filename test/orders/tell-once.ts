/** One worker in a process of its own, so that it can be killed: tells the buyer of one order, or sends what panels are owed. */
const [what, id] = process.argv.slice(2);
if (what === 'tell') {
  const { tellOrder } = await import('../../src/orders/telling/tell-order.ts');
  await tellOrder(Number(id));
} else {
  const { sendDueCalls } = await import('../../src/orders/panel/send-calls.ts');
  await sendDueCalls();
}
process.exit(0);
