/** The page of a procedure: its drawing, without the state of any case. */

import { openDrawing } from './diagram/drawing.js';

openDrawing(document.querySelector('[data-diagram]')).then(() => {
  document.body.dataset.ready = 'yes';
});
