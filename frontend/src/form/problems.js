/** Showing every problem twice: on its field, and in a list at the top that leads to the field. */

const box = document.getElementById('problems');
const title = box.querySelector('[data-problems-title]');
const list = box.querySelector('[data-problems-list]');

export function hideProblems() {
  box.hidden = true;
  list.replaceChildren();
}

/** `entries`: [{ text, go? (function) , href? }]. */
export function showProblems(heading, entries = []) {
  title.textContent = heading;
  list.replaceChildren(...entries.map(line));
  box.hidden = false;
  lookAtProblems();
}

/** Brings whoever reads or listens to the problems, also to those that the page came with. */
export function lookAtProblems() {
  if (box.hidden) return;
  box.focus({ preventScroll: true });
  box.scrollIntoView({ block: 'center' });
}

function line({ text, go, href }) {
  const item = document.createElement('li');
  if (!go && !href) {
    item.textContent = text;
    return item;
  }
  const link = document.createElement('a');
  link.href = href ?? '#form';
  link.textContent = text;
  if (go) {
    link.addEventListener('click', (event) => {
      event.preventDefault();
      go();
    });
  }
  item.append(link);
  return item;
}
