"""One case on its way through all agencies over HTTP: open, claim, read, answer, complete, until it closes."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Flask, g
from sqlalchemy import select

from app import audit, engine
from app.cases import steps
from app.cases.steps import Step
from app.db import Database
from app.definitions import queries as definitions
from app.jobs import timers
from app.models import Case, Progress
from tests.answers import answers_for
from tests.conftest import NOW
from tests.journeys.agencies import Agencies
from tests.journeys.script import Script
from tests.people import Person

LONGEST = 250


@dataclass(frozen=True)
class Travelled:
    """A journey that is over: the case, its steps, every element and flow that was passed.

    `unasked` is what the script had to say and no step asked for.
    """

    case: Case
    steps: tuple[Step, ...]
    passed: frozenset[tuple[str, str]]
    unasked: frozenset[str]
    broken: tuple[audit.Broken, ...]

    def has_turned_as(self, script: Script) -> bool:
        """Whether the procedure ended as the script says and the case goes on in that of its new category."""
        asked = script.answers["recategoriseTo"]
        left = {step.state for step in self.steps if step.process_id == script.procedure}
        return (
            self.case.category == (asked[-1] if isinstance(asked, tuple) else asked)
            and self.case.closed_at is None
            and (script.procedure, script.outcome) in self.passed
            and left <= {"completed", "skipped", "cancelled"}
            and any(step.is_open for step in self.steps)
        )


class House:
    """One application with its database, the people who work in it, and a clock that only timers move."""

    def __init__(self, app: Flask, database: Database) -> None:
        self.database, self.now = database, NOW
        app.before_request(self._tell_time)
        self.people = Agencies(app, database)

    def _tell_time(self) -> None:
        g.now = self.now

    def travel(self, script: Script, plain: Mapping[str, Any]) -> Travelled:
        """Open a case and let every agency do its steps until nothing is open."""
        officer = self.people.named("epc.officer")
        first = officer.open_case(script.procedure)
        journey = _Journey(self, script, plain, first)
        journey.choose_units(officer)
        journey.run()
        return journey.travelled(officer)


class _Journey:
    def __init__(self, house: House, script: Script, plain: Mapping[str, Any], first: int) -> None:
        self.house, self.database = house, house.database
        self.answers = {**plain, **script.answers}
        self.script, self.given, self.late = script, Counter[str](), script.late
        with self.database.reading() as session:
            step = steps.step(session, first)
            assert step
            self.case_id = step.case_id
            self.procedure = definitions.procedure(session, self._case(session).definition_id)

    def choose_units(self, officer: Person) -> None:
        with self.database.reading() as session:
            number = self._case(session).number
        for party, unit in self.script.units.items():
            choice = {"party": party, "unit": unit, "reason": "The person was brought there."}
            assert officer.post(f"/cases/{number}/units", choice).status_code == 302

    def run(self) -> None:
        for _ in range(LONGEST):
            if self._has_turned():
                return
            waiting = self._open_steps()
            now = [step for step in waiting if _place(step) not in self.late]
            if now:
                self._do(now[0])
            elif self._wait_for_a_timer():
                self.late = frozenset()
            elif not waiting:
                return
        raise AssertionError(f"the case does not come to an end: {[_place(s) for s in self._open_steps()]}")

    def _has_turned(self) -> bool:
        """Whether the case follows the procedure of another category by now."""
        with self.database.reading() as session:
            return self._case(session).definition_id != self.procedure.id

    def travelled(self, reader: Person) -> Travelled:
        with self.database.reading() as session:
            case = self._case(session)
            rows = session.scalars(select(Progress.passed).where(Progress.case_id == case.id)).all()
            found = Travelled(
                case=case,
                steps=tuple(steps.steps_of(session, case.id)),
                passed=frozenset((p, e) for row in rows for p, e in json.loads(row)),
                unasked=frozenset(self._unasked()),
                broken=tuple(audit.verify(session)),
            )
        assert reader.get(f"/cases/{found.case.number}").status_code == 200
        return found

    def _unasked(self) -> Iterator[str]:
        yield from self.script.skipped - set(self.given)
        for key, value in self.script.answers.items():
            if self.given[key] < (len(value) if isinstance(value, tuple) else 1):
                yield key

    def _case(self, session: Any) -> Case:
        return session.get_one(Case, self.case_id)

    def _open_steps(self) -> list[Step]:
        """The steps that wait, which must be those of the engine."""
        with self.database.reading() as session:
            found = [s for s in steps.steps_of(session, self.case_id) if s.is_open]
            state = self._case(session).state
        standing = engine.current(self.procedure.model, state, now=self.house.now)
        assert sorted(step.engine_id for step in found) == sorted(task.id for task in standing.open)
        return found

    def _wait_for_a_timer(self) -> bool:
        with self.database.reading() as session:
            due = self._case(session).next_due
        if due is None:
            return False
        self.house.now = due + timedelta(seconds=1)
        return timers.fire_due(self.database, now=self.house.now) == 1

    def _do(self, step: Step) -> None:
        if _place(step) in self.script.skipped:
            self.given[_place(step)] += 1
            self._skip(step)
            return
        with self.database.reading() as session:
            former = (
                steps.last_done_by(session, step.case_id, step.differs_from) if step.differs_from else None
            )
        person = self.house.people.for_step(step, other_than=former)
        if step.assignee_id is None:
            assert person.claim(step.id).status_code == 302, _place(step)
        assert person.get(f"/tasks/{step.id}").status_code == 200, _place(step)
        answer = person.complete(step.id, self._answers(step))
        assert answer.status_code == 200, (_place(step), answer.text)

    def _skip(self, step: Step) -> None:
        supervisor = self.house.people.supervisor_of(step)
        answer = supervisor.post(f"/tasks/{step.id}/skip", {"reason": "The agency did not answer."})
        assert answer.status_code == 302, (_place(step), answer.text)

    def _answers(self, step: Step) -> dict[str, Any]:
        if step.form_id is None:
            return {}
        form = self.procedure.forms[step.form_id]
        names = [n for f in form.fields for n in (f.variable, f.fact, f.key) if n]
        wanted = {}
        for name in dict.fromkeys(names):
            for key in (f"{step.element_id}.{name}", f"{step.call_element}.{name}", name):
                if key in self.answers:
                    wanted[name] = self._next(key)
                    break
        return answers_for(form, wanted, now=self.house.now)

    def _next(self, key: str) -> Any:
        value = self.answers[key]
        self.given[key] += 1
        if not isinstance(value, tuple):
            return value
        return value[min(self.given[key], len(value)) - 1]


def _place(step: Step) -> str:
    return f"{step.call_element}.{step.element_id}" if step.call_element else step.element_id
