"""Where a paper file can enter a procedure: its steps by name and number, and the state a case has there."""

from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from app import engine
from app.definitions.queries import Procedure
from app.engine import OpenTask, Snapshot, Step
from app.errors import Refusal
from app.sealing import fold_name

AT_REST = frozenset({"userTask", "manualTask", "callActivity"})
VARIABLES = {"risk": "riskLevel", "child": "isChild"}
"""Facts of a row that are decision variables of a procedure too (BRIEF appendix B)."""


@dataclass(frozen=True)
class Entry:
    """A step a file can enter at; `at` is where the token is put: the step itself, or the call it stands in."""

    step: Step
    at: str


@dataclass(frozen=True)
class Places:
    """One procedure as a place to enter; what does not depend on a row is worked out once."""

    procedure: Procedure
    now: datetime

    @cached_property
    def allowed(self) -> Mapping[str, Entry]:
        """The steps a file can enter at, by element id, in the order of the drawing, then those inside calls.

        The engine itself is asked: some steps of a parallel part would leave a join waiting for ever. A step
        inside a call counts where it is all that the call opens, and no other call opens it.
        """
        opened = {step.element_id: self._opened(step.element_id) for step in self._own_steps()}
        found = {s.element_id: Entry(s, s.element_id) for s in self._own_steps() if opened[s.element_id]}
        firsts = [(at, tasks[0]) for at, tasks in opened.items() if len(tasks) == 1 and tasks[0].path]
        times = Counter(task.element_id for _, task in firsts)
        inside = {t.element_id: Entry(t.step, at) for at, t in firsts if times[t.element_id] == 1}
        return {**found, **{element: entry for element, entry in inside.items() if element not in found}}

    def _own_steps(self) -> list[Step]:
        model = self.procedure.model
        return [s for s in model.steps.values() if s.process_id == model.key and s.kind in AT_REST]

    def _opened(self, element: str) -> tuple[OpenTask, ...]:
        try:
            return self._begun(element, {}, self.now).open
        except Refusal:
            return ()

    @cached_property
    def by_word(self) -> Mapping[str, str]:
        """Every step of the procedure and of what it calls, by its folded id and names; its own steps first."""
        own, found = self.procedure.model.key, dict[str, str]()
        steps = sorted(self.procedure.model.steps.values(), key=lambda step: step.process_id != own)
        for step in steps:
            if step.kind in AT_REST:
                for word in (step.element_id, step.name, step.name_ar):
                    found.setdefault(fold_name(word), step.element_id)
        return found

    def find(self, word: str) -> str | None:
        """The element id of a step, by its id or its name in either language."""
        return self.by_word.get(fold_name(word))

    def begin(self, element: str, facts: Mapping[str, str], *, since: datetime) -> Snapshot:
        """An instance with its token at an allowed step since then, as far as the row knows its variables."""
        known = self.procedure.model.variables
        data = {name: facts[fact] for fact, name in VARIABLES.items() if facts.get(fact) and name in known}
        return self._begun(self.allowed[element].at, data, since)

    def _begun(self, element: str, data: Mapping[str, str], at: datetime) -> Snapshot:
        return engine.start(self.procedure.model, at=element, data=data, now=at)

    def status(self, element: str) -> str | None:
        """What a case is called at an allowed step: by the nearest element on the way to it that has a status."""
        model, begin = self.procedure.model, self.allowed[element].at
        before: dict[str, list[str]] = {}
        for (process, _), (source, target) in model.flows.items():
            if process == model.key:
                before.setdefault(target, []).append(source)
        waiting, seen = deque([begin]), {begin}
        while waiting:
            here = waiting.popleft()
            step = model.steps.get((model.key, here))
            if step is not None and step.status:
                return step.status
            fresh = [source for source in before.get(here, ()) if source not in seen]
            seen.update(fresh)
            waiting.extend(fresh)
        return None
