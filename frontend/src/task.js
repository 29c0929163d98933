/** The task page: draw the form, keep the draft, complete the step. */

import { drawForm } from './form/task_form.js';
import { Draft } from './form/draft.js';
import { hideProblems, lookAtProblems, showProblems } from './form/problems.js';
import { pageData, post } from './post.js';

const data = pageData('task-data');
const { words } = data;
const language = document.documentElement.lang;
const state = document.getElementById('draft-state');
const button = document.getElementById('complete');
let form = null;
let draft = null;

async function start() {
  if (data.schema) {
    form = await drawForm(document.getElementById('form'), data.schema, data.answers, { readonly: data.readonly, language });
    if (!data.readonly) {
      draft = new Draft({ url: data.draftUrl, words, read: () => form.answers(), say: (text) => { state.textContent = text; } });
      form.onInput(() => draft.changed());
      form.onSubmitButton(complete);
    }
  }
  button?.addEventListener('click', complete);
  lookAtProblems();
  document.body.dataset.ready = 'yes';
}

async function complete() {
  if (button?.disabled) return;
  hideProblems();
  const problems = form?.problems() ?? [];
  if (problems.length) return showProblems(words.correct, problems);
  hold(true);
  await draft?.stop();
  const answer = await post(data.completeUrl, { answers: form?.answers() ?? {} });
  if (answer.ok) return location.assign(answer.data.next);
  hold(false);
  if (draft) draft.unsaved = true;
  refused(answer);
}

function hold(held) {
  if (button) button.disabled = held;
  state.textContent = held ? words.sending : '';
}

function refused({ status, data: said }) {
  if (status === 422) {
    const entries = said.problems && form ? form.showProblems(said.problems) : [];
    return showProblems(said.message ?? words.correct, entries);
  }
  if (status === 0) return showProblems(words.offline);
  if (status === 401) return showProblems(said.message ?? words.signedOut, [{ text: words.signIn, href: data.signInUrl }]);
  showProblems(said.message ?? words.refused, [{ text: words.reload, href: location.pathname }]);
}

start().catch((error) => {
  console.error(error);
  showProblems(words.broken);
});
