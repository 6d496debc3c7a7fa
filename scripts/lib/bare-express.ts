import express from 'express';

// The yardstick: what Express itself does with a JSON body of an order's size, and with a hello.
const app = express();
app.post('/json', express.json(), (req, res) => {
  res.status(201).json({ ...req.body, order_no: 'DD0000000000000000', status: 'delivered' });
});
app.get('/hello', (_req, res) => {
  res.send('hello');
});
const server = app.listen(0, '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  process.stdout.write(`ready http://127.0.0.1:${port}\n`);
});
