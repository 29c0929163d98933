/** What every page needs: a question before grave deeds, one click per form, menus that close. */

const dialog = document.getElementById('ask');

function ask(sentence) {
  dialog.querySelector('#ask-sentence').textContent = sentence;
  dialog.showModal();
  return new Promise((resolve) => {
    const answer = (event) => {
      const value = event.target.closest?.('button')?.value;
      if (event.type === 'click' && !value) return;
      dialog.removeEventListener('click', answer);
      dialog.removeEventListener('cancel', answer);
      if (dialog.open) dialog.close();
      resolve(value === 'yes');
    };
    dialog.addEventListener('click', answer);
    dialog.addEventListener('cancel', answer);
  });
}

function holdButtons(form) {
  // After the submission has collected its fields, so that a named button still counts.
  setTimeout(() => {
    for (const button of form.querySelectorAll('button[type="submit"]')) button.disabled = true;
  });
}

document.addEventListener('submit', async (event) => {
  const form = event.target;
  if (event.defaultPrevented) return;
  if (form.dataset.confirm && !form.dataset.confirmed) {
    event.preventDefault();
    const { submitter } = event;
    if (!(await ask(form.dataset.confirm))) return;
    form.dataset.confirmed = 'yes';
    form.requestSubmit(submitter);
    return;
  }
  if ('once' in form.dataset) holdButtons(form);
});

// A page restored by the Back button must not come back with its buttons held.
window.addEventListener('pageshow', (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll('form')) {
    delete form.dataset.confirmed;
    for (const button of form.querySelectorAll('button[type="submit"]')) button.disabled = false;
  }
});

const menu = document.querySelector('.user-menu');

document.addEventListener('click', (event) => {
  if (menu?.open && !menu.contains(event.target)) menu.open = false;
});

document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape' || !menu?.open) return;
  menu.open = false;
  menu.querySelector('summary').focus();
});
