/** What the pointer reads on an element of the drawing. */

const SVG = 'http://www.w3.org/2000/svg';

/** Adds a line to the hint of an element; `graphics` is its SVG group. */
export function addHint(graphics, line) {
  let hint = graphics.querySelector(':scope > title');
  if (!hint) {
    hint = document.createElementNS(SVG, 'title');
    graphics.prepend(hint);
  }
  hint.textContent = [hint.textContent, line].filter(Boolean).join('\n');
}
