// <div data-chart='{"at":[…],"names":[…],"series":[…]}'>: draws it by uPlot, fetched when it is needed; the table beside it says the same.
const base = new URL('../uplot/', import.meta.url);
let drawing;

export async function meet(stage) {
  const chart = JSON.parse(stage.dataset.chart);
  if (chart.at.length === 0) return stage.remove();
  await (drawing ??= Promise.all([sheet(), script()]));
  let plot = draw(stage, chart);
  new ResizeObserver(() => plot.setSize(sizeOf(stage))).observe(stage);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    plot.destroy();
    plot = draw(stage, chart);
  });
}

function sheet() {
  const link = Object.assign(document.createElement('link'), {
    rel: 'stylesheet',
    href: new URL('uPlot.min.css', base),
  });
  return loaded(link);
}

function script() {
  return loaded(
    Object.assign(document.createElement('script'), { src: new URL('uPlot.iife.min.js', base) }),
  );
}

function loaded(element) {
  return new Promise((resolve, reject) => {
    element.onload = resolve;
    element.onerror = reject;
    document.head.append(element);
  });
}

const sizeOf = (stage) => ({ width: Math.max(200, stage.clientWidth), height: 190 });

function draw(stage, { at, names, series }) {
  const colour = (name) =>
    getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  const tones = { main: colour('brand'), quiet: colour('line-strong') };
  const axis = {
    stroke: colour('ink-3'),
    grid: { stroke: colour('line'), width: 1 },
    ticks: { show: false },
    font: '12px sans-serif',
  };
  const units = [...new Set(series.map(({ unit }) => unit))];
  const options = {
    ...sizeOf(stage),
    legend: { show: false },
    cursor: { y: false, points: { size: 6 } },
    scales: { x: { time: false } },
    axes: [
      {
        ...axis,
        splits: () => spread(at),
        values: (_, splits) => splits.map((x) => short(names[at.indexOf(x)] ?? '')),
      },
      ...units.map((unit, n) => ({
        ...axis,
        scale: unit,
        side: n ? 1 : 3,
        size: 56,
        grid: n ? { show: false } : axis.grid,
        values: (_, splits) => splits.map(spelled),
      })),
    ],
    series: [
      {},
      ...series.map(({ label, unit, tone }) => ({
        label,
        scale: unit,
        stroke: tones[tone],
        width: tone === 'main' ? 2 : 1.5,
        dash: tone === 'main' ? [] : [4, 3],
        points: { show: at.length < 3 },
      })),
    ],
  };
  return new window.uPlot(options, [at, ...series.map(({ values }) => values)], stage);
}

/** At most six places on the axis. */
const spread = (at) => at.filter((_, n) => n % Math.ceil(at.length / 6) === 0);
const short = (name) => name.replace(/^\d{4}-/, '');
const spelled = (value) => (value >= 10_000 ? `${value / 10_000}万` : String(value));
