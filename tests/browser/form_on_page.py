"""The form that a page has open, reached from outside: given answers, it says what it asks, computes and refuses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

# The page keeps its form to itself; the library's renderer carries it in the tree that it draws from.
OPEN = """
async ([schema, sets]) => {
  const found = (node) => node?.props?.value?.getService?.('form') ?? (node?.__k ?? []).map(found).find(Boolean);
  const form = found(document.querySelector('#form .fjs-container').__k);
  const pause = window.setTimeout;
  window.setTimeout = (act) => pause(act, 0); // the library waits 300 ms before it takes what was typed
  const drawn = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const results = [];
  for (const answers of sets) {
    await form.importSchema({ type: 'default', schemaVersion: 19, components: [] });
    await drawn(); // a field that stayed on the screen would keep what it held
    await form.importSchema(schema, answers);
    for (let turn = 0; turn < 3; turn += 1) await drawn();
    results.push({ answers: form._getSubmitData(), refused: Object.keys(form.validate()) });
  }
  window.setTimeout = pause;
  return results;
}
"""


@dataclass(frozen=True)
class Said:
    """What the page makes of one set of answers: those it would send, and the fields it complains about."""

    answers: Mapping[str, Any]
    refused: frozenset[str]


def fill_in(page: Page, schema: Mapping[str, Any], sets: Sequence[Mapping[str, Any]]) -> list[Said]:
    """Open `schema` in the form of a page that shows one, once for each set of answers."""
    found = page.evaluate(OPEN, [schema, list(sets)])
    return [Said(one["answers"], frozenset(one["refused"])) for one in found]
