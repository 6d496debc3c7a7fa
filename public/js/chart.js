// <div data-chart='{"at":[…],"names":[…],"series":[…]}'>: drawn by uPlot, fetched when it is needed; the table beside it says the same.
const base = new URL('../uplot/', import.meta.url);
let drawing;

export async function meet(stage) {
  const chart = JSON.parse(stage.dataset.chart);
  if (chart.at.length === 0) return stage.remove();
  await (drawing ??= Promise.all([
    fetched('link', { rel: 'stylesheet', href: new URL('uPlot.min.css', base) }),
    fetched('script', { src: new URL('uPlot.iife.min.js', base) }),
  ]));
  const plot = new window.uPlot(optionsOf(stage, chart), dataOf(chart), stage);
  new ResizeObserver(() => plot.setSize(sizeOf(stage))).observe(stage);
}

function fetched(tag, values) {
  return new Promise((resolve, reject) => {
    const events = { onload: resolve, onerror: reject };
    document.head.append(Object.assign(document.createElement(tag), values, events));
  });
}

const sizeOf = (stage) => ({ width: Math.max(200, stage.clientWidth), height: 190 });
const dataOf = ({ at, series }) => [at, ...series.map(({ values }) => values)];
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`);

function optionsOf(stage, { at, names, series }) {
  const units = [...new Set(series.map(({ unit }) => unit))];
  const nameOf = (x) => (names[at.indexOf(x)] ?? '').replace(/^\d{4}-/, '');
  const below = { size: 28, splits: () => spread(at), values: (_, all) => all.map(nameOf) };
  return {
    ...sizeOf(stage),
    legend: { show: false },
    cursor: { y: false },
    scales: { x: { time: false }, ...Object.fromEntries(units.map((unit) => [unit, fromZero])) },
    axes: [{ ...axis(), ...below }, ...units.map(beside)],
    series: [{}, ...series.map((one) => lineOf(one, at.length))],
  };
}

const fromZero = { range: (_, __, most) => [0, most > 0 ? most * 1.05 : 1] };
/** At most six places. */
const spread = (at) => at.filter((_, n) => n % Math.ceil(at.length / 6) === 0);
const spelled = (value) => (value >= 10_000 ? `${value / 10_000}万` : String(value));

function axis() {
  const [stroke, line] = [colour('ink-3'), colour('line')];
  const font = '12px sans-serif';
  return { stroke, font, grid: { stroke: line, width: 1 }, ticks: { show: false } };
}

/** The first unit on the left with its lines, another on the right without. */
function beside(unit, n) {
  const values = (_, all) => all.map(spelled);
  const side = { scale: unit, side: n ? 1 : 3, size: 56, values };
  return { ...axis(), ...side, ...(n ? { grid: { show: false } } : {}) };
}

function lineOf({ label, unit, tone }, count) {
  const isMain = tone === 'main';
  const pen = isMain ? { width: 2 } : { width: 1.5, dash: [4, 3] };
  const stroke = colour(isMain ? 'brand' : 'line-strong');
  return { label, scale: unit, stroke, ...pen, points: { show: count < 3 } };
}
