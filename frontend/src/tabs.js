/** Tabs after the ARIA pattern: arrow keys move, only one part is shown, the address remembers which. */

export function useTabs(root) {
  const tabs = [...root.querySelectorAll('[role="tab"]')];
  const part = (tab) => document.getElementById(tab.getAttribute('aria-controls'));

  function choose(chosen, { focus = false } = {}) {
    for (const tab of tabs) {
      const on = tab === chosen;
      tab.setAttribute('aria-selected', String(on));
      tab.tabIndex = on ? 0 : -1;
      part(tab).hidden = !on;
    }
    if (focus) chosen.focus();
    history.replaceState(null, '', `#${part(chosen).id}`);
  }

  for (const tab of tabs) tab.addEventListener('click', () => choose(tab));
  root.querySelector('[role="tablist"]').addEventListener('keydown', (event) => {
    const forward = document.documentElement.dir === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    const backward = forward === 'ArrowLeft' ? 'ArrowRight' : 'ArrowLeft';
    const at = tabs.indexOf(event.target);
    const to = { [forward]: at + 1, [backward]: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined || at < 0) return;
    event.preventDefault();
    choose(tabs.at(to % tabs.length), { focus: true });
  });

  const asked = tabs.find((tab) => `#${part(tab).id}` === location.hash);
  if (asked) choose(asked);
  return { show: (id) => choose(tabs.find((tab) => part(tab).id === id)) };
}
