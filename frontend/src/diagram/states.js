/** Painting where a case has been and where it is onto the drawing. */

import { fill } from '../post.js';
import { momentInBahrain } from '../moments.js';
import { addHint } from './hints.js';

const SIGNS = { done: '✓', current: '●', overdue: '!', waiting: '…', returned: '↩', skipped: '–' };

/** `drawing`: { nodes: { element id: { state, label, since, due } }, flows: [flow id] }. */
export function paintStates(viewer, drawing, words) {
  const canvas = viewer.get('canvas');
  const elements = viewer.get('elementRegistry');
  const overlays = viewer.get('overlays');
  for (const flow of drawing.flows ?? []) {
    if (elements.get(flow)) canvas.addMarker(flow, 'st-taken');
  }
  for (const [id, node] of Object.entries(drawing.nodes ?? {})) {
    const element = elements.get(id);
    if (!element) continue;
    canvas.addMarker(id, `st-${node.state}`);
    addHint(canvas.getGraphics(element), sentence(node, words));
    if (element.width < 60) continue; // events and gateways show their state by their own colour
    overlays.add(id, 'state', { position: { top: -10, left: 6 }, html: note(node), scale: { min: 0.45, max: 1.2 } });
  }
}

function note(node) {
  const box = document.createElement('span');
  box.className = `step-note is-${node.state}`;
  box.dir = document.documentElement.dir;
  const label = ['current', 'overdue', 'returned'].includes(node.state) ? node.label : '';
  box.textContent = [SIGNS[node.state], label].filter(Boolean).join(' ');
  return box;
}

function sentence(node, words) {
  const since = node.since && fill(words.since, { when: momentInBahrain(node.since) });
  const due = node.due && fill(words.due, { when: momentInBahrain(node.due) });
  return [words[node.state], node.label, since, due].filter(Boolean).join(' · ');
}
