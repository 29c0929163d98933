/** The form of a task: form-js with our language, dates, direction and problems. */

import { Form } from '@bpmn-io/form-js-viewer';
import '@bpmn-io/form-js-viewer/dist/assets/form-js.css';
import '../style/form.css';
import { translator } from './sentences.js';
import { useOneCalendar } from './dates.js';
import { finishLeftovers } from './leftovers.js';

const FOCUSABLE = 'input:not([type="hidden"]), textarea, select, button, [tabindex="0"]';

/** Draws the schema into `container` and resolves to the TaskForm. */
export async function drawForm(container, schema, answers, { readonly, language }) {
  const translate = translator(language);
  useOneCalendar(language);
  const form = new Form({
    container,
    additionalModules: [{ translate: ['value', translate] }],
    properties: { readOnly: readonly },
  });
  await form.importSchema(schema, answers);
  container.querySelector('[data-loading]')?.remove();
  finishLeftovers(container, language, translate);
  keepEnterInside(container);
  return new TaskForm(form, container);
}

/** Enter in a text field must not complete a step by accident: only a pressed button does. */
function keepEnterInside(container) {
  container.addEventListener('submit', (event) => {
    event.preventDefault();
    if (!event.submitter) event.stopPropagation();
  }, { capture: true });
}

class TaskForm {
  constructor(form, container) {
    this.form = form;
    this.container = container;
  }

  /** Calls `listener` for what a person changes, not for what the form computes while it opens. */
  onInput(listener) {
    let touched = false;
    for (const type of ['pointerdown', 'keydown', 'input']) {
      this.container.addEventListener(type, () => { touched = true; }, { capture: true });
    }
    this.form.on('field.updated', () => touched && listener());
  }

  onSubmitButton(listener) {
    this.container.addEventListener('submit', listener);
  }

  /** What has been filled in so far, without asking whether it is right. */
  answers() {
    return this.form._getSubmitData();
  }

  /** Validates; resolves to a list of problems as [{ text, go }], empty when all is well. */
  problems() {
    return this.entries(this.form.validate());
  }

  /** Shows the server's problems, { field key: [sentence] }, on the fields and returns them as a list. */
  showProblems(byKey) {
    const errors = {};
    const elsewhere = [];
    for (const [key, sentences] of Object.entries(byKey)) {
      const field = this.fieldOf(key);
      if (field) errors[field.id] = sentences;
      else elsewhere.push(...sentences.map((text) => ({ text })));
    }
    // The library has no public way to show a problem that it did not find itself.
    this.form._setState({ errors });
    return [...this.entries(errors), ...elsewhere];
  }

  fieldOf(key) {
    return this.form.get('formFieldRegistry').getAll().find((field) => field.key === key || field.id === key);
  }

  entries(errors) {
    const registry = this.form.get('formFieldRegistry');
    return Object.entries(errors).flatMap(([id, sentences]) => {
      const field = registry.get(id);
      const label = field?.label || field?.dateLabel || field?.timeLabel || field?.key || id;
      return flat(sentences).map((text) => ({ text: `${label}: ${text}`, go: () => this.goTo(id) }));
    });
  }

  goTo(id) {
    const own = idsOf(id);
    const inside = [...this.container.querySelectorAll('[id^="fjs-form-"]')].find((element) => own.test(element.id));
    const field = inside?.closest('.fjs-form-field') ?? inside;
    const target = inside?.matches(FOCUSABLE) ? inside : field?.querySelector(FOCUSABLE);
    field?.scrollIntoView({ block: 'center' });
    target?.focus({ preventScroll: true });
  }
}

/** The page's ids of a field: one per option, per date and time, per repetition. */
function idsOf(id) {
  const literal = id.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^fjs-form-[^-]+-${literal}(_\\d+)*(-(date|time|search|\\d+))?$`);
}

/** Problems of repeated fields lie in nested lists. */
function flat(sentences) {
  if (typeof sentences === 'string') return [sentences];
  return Object.values(sentences).flatMap(flat);
}
