/** What of a drawing is in sight: all of it when that can be read, else the place that matters now. */

const READABLE = 0.6; // below this zoom the names of steps cannot be read
const LIVE = ['overdue', 'current', 'waiting'];

/** After importing: show everything, or, on a drawing too large for that, the step open now or the start. */
export function beginWhere(canvas, elements, nodes) {
  if (canvas.zoom('fit-viewport') >= READABLE) return;
  const ids = LIVE.flatMap((state) => Object.keys(nodes).filter((id) => nodes[id].state === state));
  const live = ids.map((id) => elements.get(id)).find(Boolean);
  const start = elements.find((element) => element.type === 'bpmn:StartEvent' && !element.host);
  if (live) showStep(canvas, live);
  else if (start) showStep(canvas, start, 0.25);
}

/** Puts the middle of `element` at `across` of the width (0 left, 1 right) and half the height. */
export function showStep(canvas, element, across = 0.5) {
  const { outer } = canvas.viewbox();
  const scale = outer.width < 600 ? 0.8 : 1;
  const width = outer.width / scale;
  const height = outer.height / scale;
  canvas.viewbox({
    x: element.x + element.width / 2 - width * across,
    y: element.y + element.height / 2 - height / 2,
    width,
    height,
  });
}
