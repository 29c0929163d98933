/** Moving and zooming the drawing with fingers, and with the keyboard. */

const STEP = 60; // pixels that one arrow key moves the drawing
const KEYS = {
  ArrowLeft: { dx: STEP, dy: 0 },
  ArrowRight: { dx: -STEP, dy: 0 },
  ArrowUp: { dx: 0, dy: STEP },
  ArrowDown: { dx: 0, dy: -STEP },
};

export function zoomBy(canvas, factor, centre) {
  canvas.zoom(Math.min(4, Math.max(0.15, canvas.zoom() * factor)), centre);
}

export function listenToKeys(box, canvas) {
  box.addEventListener('keydown', (event) => {
    if (event.target !== box || event.ctrlKey || event.metaKey || event.altKey) return;
    if (KEYS[event.key]) canvas.scroll(KEYS[event.key]);
    else if (event.key === '+' || event.key === '=') zoomBy(canvas, 1.25);
    else if (event.key === '-') zoomBy(canvas, 0.8);
    else if (event.key === '0') canvas.zoom('fit-viewport');
    else return;
    event.preventDefault();
  });
}

export function listenToFingers(box, canvas) {
  const fingers = new Map();
  const point = (event) => ({ x: event.clientX, y: event.clientY });

  box.addEventListener('pointerdown', (event) => {
    if (event.pointerType === 'touch') fingers.set(event.pointerId, point(event));
  });
  box.addEventListener('pointermove', (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const now = point(event);
    const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
    if (other) {
      const frame = box.getBoundingClientRect();
      const middle = { x: (now.x + other.x) / 2 - frame.x, y: (now.y + other.y) / 2 - frame.y };
      zoomBy(canvas, apart(now, other) / (apart(before, other) || 1), middle);
    } else {
      canvas.scroll({ dx: now.x - before.x, dy: now.y - before.y });
    }
    fingers.set(event.pointerId, now);
  });
  for (const end of ['pointerup', 'pointercancel', 'pointerleave']) {
    box.addEventListener(end, (event) => fingers.delete(event.pointerId));
  }
}

function apart(one, other) {
  return Math.hypot(one.x - other.x, one.y - other.y);
}
