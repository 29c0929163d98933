/** The case page: tabs, the drawing with its states, sensitive values shown on request. */

import { openDrawing } from './diagram/drawing.js';
import { pageData, post } from './post.js';
import { useTabs } from './tabs.js';

const { words } = pageData('case-data');
const frame = document.querySelector('[data-diagram]');
const asked = location.hash;
let drawing = null;

async function reveal(button) {
  button.disabled = true;
  const answer = await post(button.dataset.reveal);
  button.disabled = false;
  const place = button.parentElement.querySelector('[data-masked]');
  place.setAttribute('role', 'status');
  if (!answer.ok) {
    place.textContent = answer.data.message ?? words.notShown;
    return;
  }
  const value = document.createElement('bdi');
  value.textContent = answer.data.value;
  place.className = '';
  place.replaceChildren(value);
  button.remove();
}

async function start() {
  const tabs = useTabs(document.querySelector('[data-tabs]'));
  document.addEventListener('click', async ({ target }) => {
    const show = target.closest('[data-show-element]');
    const hidden = target.closest('[data-reveal]');
    if (hidden) await reveal(hidden);
    if (!show || !drawing) return;
    tabs.show('part-diagram');
    await drawing.pointAt(show.dataset.showProcess, show.dataset.showElement);
  });
  // A hidden box has no size to draw into: begin on the drawing, then go where the address points.
  tabs.show('part-diagram');
  drawing = await openDrawing(frame);
  const wanted = asked.slice(1);
  if (wanted.startsWith('part-')) tabs.show(wanted);
  document.body.dataset.ready = 'yes';
}

start();
