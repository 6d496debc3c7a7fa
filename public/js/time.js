// Turns a time into 「3 分钟前」; the exact one stands in its title. Renewed by the minute.
const words = new Intl.RelativeTimeFormat('zh-CN', { numeric: 'auto' });
const UNITS = [
  ['second', 60],
  ['minute', 60],
  ['hour', 24],
  ['day', 30],
];

function relative(time) {
  let amount = (Date.parse(time.dateTime) - Date.now()) / 1000;
  for (const [unit, size] of UNITS) {
    if (Math.abs(amount) < size) return words.format(Math.round(amount), unit);
    amount /= size;
  }
  return undefined;
}

/** Older than a month says nothing as a distance: then the date stays. */
export function meet(time) {
  time.textContent = relative(time) ?? time.textContent;
}

setInterval(() => {
  for (const time of document.querySelectorAll('[data-time="relative"]')) meet(time);
}, 60_000);
