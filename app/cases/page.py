"""What the case page shows one person: where the case is, its drawing, its timeline, answers and units."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app import engine, policy
from app.agencies import queries as agencies
from app.agencies.queries import Reference
from app.cases import answers, picture, queries, steps
from app.definitions import queries as definitions
from app.definitions.queries import Procedure
from app.models import OPEN, Case, User, UserTask
from app.policy import Member
from app.web.words import due_text, local


class CasePage:
    """Gathers the parts of one case for one reader, all inside one reading."""

    def __init__(self, session: Session, user: Member, case: Case, language: str, now: datetime) -> None:
        self.session, self.user, self.case, self.language, self.now = session, user, case, language, now
        self.reference: Reference = agencies.reference(session)
        self.procedure: Procedure = definitions.procedure(session, case.definition_id)
        self.sees_all = policy.may_see_all_cases(user)
        self.steps = [t for t in queries.steps(session, case.id) if self.sees_all or t.unit == user.unit]
        self.progress = queries.progress(session, case.id)
        ids = {t.assignee_id for t in self.steps} | {t.finished_by for t in self.steps}
        ids |= {act.actor_id for act in self.progress} | {case.officer_id}
        self.people: dict[int, User] = agencies.members(session, ids)

    def context(self) -> dict[str, Any]:
        """Everything the template needs."""
        return {
            "case": self.head(),
            "current": [self.current(t) for t in self.steps if t.state in OPEN],
            "states": self.drawings(),
            "timeline": list(self.timeline()),
            "answers": list(self.answers()),
            "units": list(self.units()) if self.sees_all else [],
        }

    def head(self) -> dict[str, Any]:
        """The case's head; the person's name stays hidden until it is asked for, which is logged."""
        case = self.case
        return {
            "number": case.number,
            "category": case.category,
            "status": case.status,
            "risk": case.risk,
            "person": None,
            "opened_at": case.opened_at,
            "officer": self.name_of(case.officer_id),
            "reference": self.procedure.reference,
            "waits_until": case.next_due,
        }

    def name_of(self, user_id: int | None) -> str:
        return local(self.people[user_id]) if user_id in self.people else ""

    def unit_name(self, code: str) -> str:
        return local(self.reference.units[code]) if code in self.reference.units else code

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
            "process_id": task.process_id,
            "task_id": task.id,
            "may_skip": policy.may_skip(self.user, task),
        }

    def drawings(self) -> dict[str, Any]:
        """The drawings with the state of their elements; a unit that is not the custodian sees its own steps."""
        acts = self.progress if self.sees_all else []
        resting = self.positions() if self.sees_all else ()
        found = picture.states(self.procedure, self.steps, acts, resting, now=self.now)
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
        """What happened, newest first; another unit sees its own steps only."""
        by_id = {t.id: t for t in self.steps}
        words = {
            "opened": _("Case opened"),
            "completed": _("Completed: %(step)s"),
            "skipped": _("Not obtained: %(step)s"),
            "returned": _("Sent back for correction: %(step)s"),
            "timer": _("A deadline of the procedure passed"),
        }
        for act in reversed(self.progress):
            task = by_id.get(act.task_id or 0)
            if task is None and not self.sees_all:
                continue
            text = words.get(act.act, act.act)
            yield {
                "at": act.at,
                "who": self.name_of(act.actor_id),
                "unit": self.unit_name(task.unit) if task else "",
                "text": text % {"step": local(task)} if task else text,
            }

    def answers(self) -> Iterator[dict[str, Any]]:
        """Finished steps with their answers, sensitive values masked."""
        key = queries.key_of(self.session, self.case.person_id)
        done = steps.steps_of(self.session, self.case.id)
        by_id = {t.id: t for t in self.steps}
        for found in answers.answered(self.user, self.procedure, done, key, self.language):
            step, task = found.step, by_id.get(found.step.id)
            yield {
                "step_id": step.element_id,
                "name": step.name,
                "name_ar": step.name_ar,
                "task_id": step.id,
                "by": self.name_of(task.finished_by) if task else self.unit_name(step.unit),
                "at": step.finished_at,
                "rows": found.rows,
            }

    def units(self) -> Iterator[dict[str, Any]]:
        """Which unit acts for each party of the procedure, by which rule, and who may act instead."""
        chosen = {c.party: c.unit for c in queries.chosen_units(self.session, self.case.id)}
        acting = {t.party: t.unit for t in self.steps if t.party}
        may_change = policy.may_choose_unit(self.user) and not self.case.closed_at
        for code in sorted(acting.keys() | chosen.keys()):
            party = self.reference.parties.get(code)
            unit = chosen.get(code) or acting[code]
            yield {
                "party": code,
                "party_name": local(party) if party else code,
                "unit_name": self.unit_name(unit),
                "rule_text": _("Chosen by hand") if code in chosen else _("Chosen by rule"),
                "may_change": may_change,
                "choices": [
                    {"id": u.code, "name": local(u)}
                    for u in self.reference.units.values()
                    if u.party == code or u.code == self.reference.directory.custodian
                ],
            }
