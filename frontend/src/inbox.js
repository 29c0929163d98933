/** Lists: the whole row opens what it names, "/" goes to the search, old lists refresh when looked at again. */

const STALE_AFTER = 120_000; // milliseconds
const loadedAt = Date.now();

document.querySelector('.rows')?.addEventListener('click', (event) => {
  const row = event.target.closest('tr[data-href]');
  if (!row || event.target.closest('a, button, form') || String(getSelection())) return;
  if (event.ctrlKey || event.metaKey) window.open(row.dataset.href, '_blank', 'noopener');
  else location.assign(row.dataset.href);
});

document.addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.target.closest('input, select, textarea')) return;
  const search = document.querySelector('input[type="search"]');
  if (!search) return;
  event.preventDefault();
  search.focus();
});

document.addEventListener('visibilitychange', () => {
  const busy = document.activeElement?.closest('input, select, textarea');
  if (document.visibilityState === 'visible' && !busy && Date.now() - loadedAt > STALE_AFTER) location.reload();
});
