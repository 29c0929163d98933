/** Finishing what the form library leaves in English or out of reach of a screen reader. */

import { DATE_HINT } from './dates.js';

function finish(root, language, translate) {
  for (const input of root.querySelectorAll('.fjs-form-field-select input.fjs-input')) {
    if (input.placeholder !== translate('Search')) input.placeholder = translate('Search');
  }
  for (const input of root.querySelectorAll('.fjs-datepicker input.fjs-input')) {
    const hint = DATE_HINT[language];
    if (input.placeholder !== hint) input.placeholder = hint;
  }
  for (const button of root.querySelectorAll('.fjs-filepicker-button')) {
    const text = button.firstChild;
    if (text && text.data !== translate('Browse')) text.data = translate('Browse');
  }
  for (const remove of root.querySelectorAll('.fjs-repeat-row-remove')) {
    const number = remove.ariaLabel.match(/\d+/)?.[0];
    const label = translate('Remove list item {number}', { number });
    if (remove.ariaLabel !== label) remove.ariaLabel = label;
  }
  for (const choices of root.querySelectorAll('.fjs-form-field-radio, .fjs-form-field-checklist')) nameGroup(choices);
}

/** Radio buttons and check lists come without a group: a screen reader would say "Yes" and not of what. */
function nameGroup(choices) {
  const label = choices.querySelector(':scope > .fjs-form-field-label');
  const first = choices.querySelector('input');
  if (!label || !first || choices.hasAttribute('role')) return;
  label.id = `${first.id}-group`;
  choices.setAttribute('role', choices.matches('.fjs-form-field-radio') ? 'radiogroup' : 'group');
  choices.setAttribute('aria-labelledby', label.id);
}

/** Keeps finishing as the library draws fields that conditions reveal. */
export function finishLeftovers(root, language, translate) {
  const again = () => finish(root, language, translate);
  new MutationObserver(again).observe(root, { childList: true, subtree: true });
  again();
}
