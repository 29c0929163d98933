"""What the page of one step shows: the step, its case, the form with what was typed, what is known already."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app import policy
from app.agencies import queries as agencies
from app.cases import answers, instances, labels, queries, steps
from app.cases.steps import Step
from app.models import Case
from app.policy import Member
from app.tasks.queries import next_for
from app.web.words import due_text, local


class StepPage:
    """Gathers one step for one reader, all inside one reading."""

    def __init__(self, session: Session, user: Member, step: Step, language: str, now: datetime) -> None:
        self.session, self.user, self.step, self.language, self.now = session, user, step, language, now
        self.case: Case = queries.case_of_step(session, step.case_id)
        self.reference = agencies.reference(session)
        self.steps = steps.steps_of(session, step.case_id)
        ids = [s.instance_id for s in self.steps]
        self.procedure = instances.whole(session, self.case.definition_id, ids)
        self.key = queries.key_of(session, self.case.person_id)
        self.form = self.procedure.forms.get(step.form_id) if step.form_id else None
        self.holds = policy.may_complete(user, step)
        self.reads_note = user.role in policy.WORKING_ROLES

    def reads(self) -> list[str]:
        """The sensitive places this page opens, for the access log: what was typed, and why it came back."""
        step = self.step
        opened = {"draft": self.holds and step.draft, "note": self.reads_note and step.note}
        return [f"task:{step.id}:{what}" for what, sealed in opened.items() if sealed]

    def context(self) -> dict[str, Any]:
        """Everything the template needs."""
        return {
            "task": self.task(),
            "case": self.head(),
            "may": self.may(),
            "colleagues": list(self.colleagues()),
            "returns": self.returns(),
            "schema": self.form.localised(self.language) if self.form else None,
            "answers": self.typed(),
            "given": list(self.given()),
        }

    def typed(self) -> dict[str, Any]:
        """What was typed so far, without answers to questions that are hidden by now."""
        draft = self.step.unsealed(self.key, "draft") if self.holds else None
        return self.form.visible(draft, now=self.now) if self.form and draft else {}

    def task(self) -> dict[str, Any]:
        step = self.step
        people = agencies.members(self.session, [step.assignee_id])
        holder = people.get(step.assignee_id or 0)
        return {
            "id": step.id,
            "name": step.name,
            "name_ar": step.name_ar,
            "step_id": step.element_id,
            "call_element": step.call_element,
            "stage": step.stage,
            "state": "returned" if step.note and step.is_open else step.state,
            "due_at": step.due_at,
            "due_text": due_text(self.reference.calendar, step.due_at, step.clock_unit, self.now)
            if step.is_open
            else "",
            "overdue": bool(step.is_open and step.due_at and step.due_at < self.now),
            "holder": local(holder) if holder else None,
            "mine": step.assignee_id == self.user.id,
            "unit_name": local(self.reference.units[step.unit]),
            "came_back": step.note is not None,
            "note": step.unsealed(self.key, "note") if self.reads_note else None,
        }

    def head(self) -> dict[str, Any]:
        """The case's head. The name stays on the case page, where asking for it is logged."""
        case = self.case
        return {
            "number": case.number,
            "category": case.category,
            "status": case.status,
            "risk": case.risk,
            "person": None,
            "may_open": True,
        }

    def may(self) -> dict[str, bool]:
        user, step = self.user, self.step
        return {
            "claim": policy.may_claim(user, step),
            "release": policy.may_release(user, step),
            "reassign": policy.may_reassign(user, step),
            "complete": self.holds,
            "send_back": self.holds and bool(self.returns()),
            "skip": policy.may_skip(user, step),
        }

    def returns(self) -> list[dict[str, str]]:
        """The earlier steps the work may go back to."""
        process = self.step.process_id
        found = [
            self.procedure.model.steps[process, element]
            for element in self.procedure.model.returns(process, self.step.element_id)
        ]
        return [{"element_id": s.element_id, "name": s.name, "name_ar": s.name_ar} for s in found]

    def colleagues(self) -> Iterator[dict[str, Any]]:
        """Whom a supervisor may hand the step to."""
        if policy.may_reassign(self.user, self.step):
            for member in agencies.colleagues(self.session, self.step.unit):
                if member.id != self.step.assignee_id and policy.may_work_on(member, self.step):
                    yield {"id": member.id, "name": local(member)}

    def given(self) -> Iterator[dict[str, str]]:
        """What is known already and not sensitive, with the step that learnt it."""
        for found in answers.answered(self.user, self.procedure, self.steps, self.key, self.language):
            for row in found.rows:
                if row.value is not None:
                    yield {"label": row.label, "value": row.value, "from_step": local(found.step)}


def done_context(session: Session, user: Member, step: Step, language: str, now: datetime) -> dict[str, Any]:
    """What a step's end set in motion: the steps that opened with it and those that still wait."""
    case = queries.case_of_step(session, step.case_id)
    opened, waiting = _set_in_motion(session, user, step, now)
    return {
        "case": {"number": case.number},
        "opened": opened,
        "waiting": waiting,
        "ended": case.closed_at is not None,
        "outcome": labels.outcome_for(session, user, case, language),
        "next_task": next_for(session, user, case.id),
    }


def _set_in_motion(
    session: Session, user: Member, step: Step, now: datetime
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    reference = agencies.reference(session)
    opened: list[dict[str, Any]] = []
    waiting: list[dict[str, Any]] = []
    for task in queries.open_steps(session, [step.case_id]):
        row = {
            "name": task.name,
            "name_ar": task.name_ar,
            "unit_name": local(reference.units[task.unit]),
            "due_text": due_text(reference.calendar, task.due_at, task.clock_unit, now),
            "overdue": bool(task.due_at and task.due_at < now),
        }
        fresh = step.finished_at is not None and task.opened_at >= step.finished_at
        if policy.may_see_all_cases(user) or task.unit == user.unit:
            (opened if fresh else waiting).append(row)
        elif fresh:
            opened.append({**row, "name": _("The next step"), "name_ar": _("The next step"), "due_text": ""})
    return opened, waiting
