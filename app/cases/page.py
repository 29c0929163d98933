"""What the case page shows one person: where the case is, its drawing, its timeline, answers and units."""

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import groupby
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app import engine, policy
from app.agencies import queries as agencies
from app.agencies.queries import Reference
from app.cases import answers, changes_page, instances, labels, picture, queries, steps
from app.cases.acting import Acting, acting_units
from app.cases.steps import Step
from app.definitions.queries import Procedure
from app.errors import Message
from app.models import OPEN, Case, Progress, User, UserTask
from app.policy import Member
from app.web.refusals import translated
from app.web.words import due_text, local


class CasePage:
    """Gathers the parts of one case for one reader, all inside one reading."""

    def __init__(self, session: Session, user: Member, case: Case, language: str, now: datetime) -> None:
        self.session, self.user, self.case, self.language, self.now = session, user, case, language, now
        self.reference: Reference = agencies.reference(session)
        self.sees_all = policy.may_see_all_cases(user)
        self.steps = [t for t in queries.steps(session, case.id) if self.sees_all or t.unit == user.unit]
        self.own = {t.id: t for t in self.steps}
        all_steps = steps.steps_of(session, case.id)
        ids = [s.instance_id for s in all_steps]
        self.procedure: Procedure = instances.whole(session, case.definition_id, ids)
        self.readable = {s.id: s for s in answers.readable(user, all_steps)}
        self.progress = queries.progress(session, case.id)
        people = {t.assignee_id for t in self.steps} | {t.finished_by for t in self.steps}
        people |= {act.actor_id for act in self.progress} | {case.officer_id}
        self.people: dict[int, User] = agencies.members(session, people)

    def context(self) -> dict[str, Any]:
        """Everything the template needs."""
        return {
            "case": self.head(),
            "current": [self.current(t) for t in self.steps if t.state in OPEN],
            "states": self.drawings(),
            "timeline": list(self.timeline()),
            "answers": list(self.answers()),
            "units": list(self.units()) if self.sees_all else None,
            **changes_page.context(self.session, self.user, self.case, self.now),
        }

    def head(self) -> dict[str, Any]:
        """The case's head; the person's name stays hidden until it is asked for, which is logged."""
        case = self.case
        return {
            "number": case.number,
            "category": case.category,
            "status": case.status,
            "risk": case.risk,
            "whereabouts": case.whereabouts if self.sees_all else None,
            "review_at": case.review_at if self.sees_all else None,
            "person": None,
            "opened_at": case.opened_at,
            "officer": self.name_of(case.officer_id),
            "officer_unit": self.unit_of(case.officer_id),
            "closed_at": case.closed_at,
            "outcome": labels.outcome_for(self.session, self.user, case, self.language),
            "reference": self.procedure.reference,
            "waits_until": case.next_due,
        }

    def name_of(self, user_id: int | None) -> str:
        return local(self.people[user_id]) if user_id in self.people else ""

    def unit_of(self, user_id: int | None) -> str:
        return self.unit_name(self.people[user_id].unit) if user_id in self.people else ""

    def unit_name(self, code: str) -> str:
        return local(self.reference.units[code]) if code in self.reference.units else code

    def party_name(self, code: str) -> str:
        return local(self.reference.parties[code]) if code in self.reference.parties else code

    def current(self, task: UserTask) -> dict[str, Any]:
        """One open step: with whom, since when, until when."""
        return {
            "name": task.name,
            "name_ar": task.name_ar,
            "unit_name": self.unit_name(task.unit),
            "holder": self.name_of(task.assignee_id),
            "since": task.opened_at,
            "due_text": due_text(self.reference.calendar, task.due_at, task.clock_unit, self.now),
            "overdue": bool(task.due_at and task.due_at < self.now),
            "element_id": task.element_id,
            "call_element": task.call_element,
            "process_id": task.process_id,
            "task_id": task.id,
            "beside": task.instance_id is not None,
            "may_skip": policy.may_skip(self.user, task),
        }

    def drawings(self) -> dict[str, Any]:
        """The drawings with the state of their elements; a unit that is not the custodian sees its own steps."""
        acts = [act for act in self.progress if act.instance_id is None] if self.sees_all else []
        own = [task for task in self.steps if task.instance_id is None]
        resting = self.positions() if self.sees_all else ()
        found = picture.states(self.procedure, own, acts, resting, now=self.now)
        for process, drawing in found.items():
            drawing["xml_url"] = url_for(
                "definitions.diagram",
                key=self.procedure.key,
                version=self.procedure.version,
                process_id=process,
            )
            drawing["name"] = local(self.procedure.model.process_names[process])
            for node in drawing["nodes"].values():
                node["label"] = self.unit_name(node.pop("unit")) if "unit" in node else ""
                for moment in ("since", "due"):
                    if node.get(moment):
                        node[moment] = node[moment].isoformat()
        return {"processes": found, "root": self.procedure.key}

    def positions(self) -> tuple[tuple[str, str], ...]:
        """Where tokens rest now; nowhere once the case has ended."""
        if self.case.closed_at:
            return ()
        return engine.current(self.procedure.model, self.case.state, now=self.now).positions

    def timeline(self) -> Iterator[dict[str, Any]]:
        """What happened, newest first; another unit sees the steps whose answers it may read."""
        for act in reversed(self.progress):
            step = self.readable.get(act.task_id or 0)
            if step is not None or self.sees_all:
                yield self.event(act, step)

    def event(self, act: Progress, step: Step | None) -> dict[str, Any]:
        """One act: what was done, by whom, for which unit when that is another one; its reason stays masked."""
        words = {
            "opened": _("Case opened"),
            "imported": _("Entered from a paper file"),
            "completed": _("Completed: %(step)s"),
            "skipped": _("Not obtained: %(step)s"),
            "returned": _("Sent back for correction: %(step)s"),
            "reassigned": _("Given to a colleague: %(step)s"),
            "timer": _("A deadline of the procedure passed"),
            **changes_page.words(),
            "reminder": _("Reminder sent: %(step)s"),
            "breach": _("Deadline passed: %(step)s"),
            "escalated": _("Still open, others were told: %(step)s"),
        }
        text, acted = words.get(act.act, act.act), self.unit_of(act.actor_id)
        asked = self.unit_name(step.unit) if step else ""
        return {
            "at": act.at,
            "who": self.name_of(act.actor_id) if self.names_people(step) else "",
            "unit": acted,
            "for_unit": asked if asked != acted else "",
            "text": text % {"step": local(step)} if step else text,
            "step_id": step.element_id if step else "",
            "call_element": step.call_element if step else None,
            "act_id": act.id if act.note else None,
            "paper": act.act == "imported" and policy.may_read_paper_file(self.user),
        }

    def names_people(self, step: Step | None) -> bool:
        """Who did it is told to the custodian and to the unit whose step it was."""
        return self.sees_all or (step is not None and step.unit == self.user.unit)

    def answers(self) -> Iterator[dict[str, Any]]:
        """Finished steps in order: their answers, sensitive values masked, or that they were not obtained."""
        key = queries.key_of(self.session, self.case.person_id)
        given = answers.answered(self.user, self.procedure, list(self.readable.values()), key, self.language)
        rows = {found.step.id: found.rows for found in given}
        skipped = {act.task_id: act.id for act in self.progress if act.act == "skipped" and act.note}
        for step in self.readable.values():
            if step.id in rows:
                yield {**self.finished(step), "rows": rows[step.id]}
            elif step.state == "skipped":
                yield {**self.finished(step), "rows": (), "act_id": skipped.get(step.id)}

    def finished(self, step: Step) -> dict[str, Any]:
        """A finished step's head: which, when, by whom."""
        task = self.own.get(step.id)
        return {
            "step_id": step.element_id,
            "call_element": step.call_element,
            "name": step.name,
            "name_ar": step.name_ar,
            "task_id": step.id,
            "state": step.state,
            "by": self.name_of(task.finished_by) if task else "",
            "unit_name": self.unit_of(task.finished_by) if task else self.unit_name(step.unit),
            "at": step.finished_at,
        }

    def units(self) -> Iterator[dict[str, Any]]:
        """Which units act for each party of the procedure, by which rule, and who may act instead."""
        by_hand = {c.party: c.unit for c in queries.chosen_units(self.session, self.case.id)}
        found = acting_units(self.reference, self.procedure, self.case, self.steps, by_hand)
        may_change = policy.may_choose_unit(self.user) and not self.case.closed_at
        for code, units in groupby(found, key=lambda acting: acting.party):
            yield {
                "party": code,
                "party_name": self.party_name(code),
                "acting": [{"name": self.unit_name(a.unit), "why": self.why(a)} for a in units],
                "may_change": may_change,
                "choices": [
                    {"id": u.code, "name": local(u)}
                    for u in self.reference.units.values()
                    if u.party == code or u.code == self.reference.directory.custodian
                ],
            }

    def why(self, acting: Acting) -> str:
        """The rule's sentence with names in place of its codes."""
        named: dict[str, Callable[[str], str]] = {
            "unit": self.unit_name,
            "party": self.party_name,
            "country": lambda code: labels.fact(self.procedure, "nationality", code, self.language),
        }
        params = {name: named[name](str(code)) for name, code in acting.why.params.items()}
        return translated(Message(acting.why.text, params))
