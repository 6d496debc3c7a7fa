// [data-viewer]: look at pictures closely. Wheel, + and − zoom; [ and ] turn; dragging and arrows move; 0 fits.
const ARROWS = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] };

export function meet(viewer) {
  const stage = viewer.querySelector('[data-stage]');
  const image = stage.querySelector('img');
  if (!image) return;
  const at = { zoom: 1, turn: 0, x: 0, y: 0 };
  const draw = (change) => {
    Object.assign(at, change);
    image.style.transform = `translate(${at.x}px, ${at.y}px) rotate(${at.turn}deg) scale(${at.zoom})`;
  };
  const zoom = (by) => draw({ zoom: Math.min(12, Math.max(0.5, at.zoom * by)) });
  const acts = {
    in: () => zoom(1.25),
    out: () => zoom(0.8),
    left: () => draw({ turn: at.turn - 90 }),
    right: () => draw({ turn: at.turn + 90 }),
    fit: () => draw({ zoom: 1, turn: 0, x: 0, y: 0 }),
  };

  viewer.addEventListener('click', (event) => {
    const { act } = event.target.closest('[data-act]')?.dataset ?? {};
    if (act) return acts[act]();
    const link = event.target.closest('[data-picture-pick]');
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    for (const each of viewer.querySelectorAll('[data-picture-pick]'))
      each.removeAttribute('aria-current');
    link.setAttribute('aria-current', 'true');
    image.src = link.href;
    image.alt = link.textContent;
    acts.fit();
  });
  const onWheel = (event) => {
    event.preventDefault();
    zoom(event.deltaY < 0 ? 1.15 : 1 / 1.15);
  };
  stage.addEventListener('wheel', onWheel, { passive: false });
  stage.addEventListener('keydown', (event) => {
    const [x, y] = ARROWS[event.key] ?? [];
    if (x === undefined) return;
    event.preventDefault();
    draw({ x: at.x + x, y: at.y + y });
  });
  stage.addEventListener('pointerdown', (event) => {
    stage.setPointerCapture(event.pointerId);
    stage.focus();
  });
  stage.addEventListener('pointermove', (event) => {
    if (event.buttons) draw({ x: at.x + event.movementX, y: at.y + event.movementY });
  });
}
