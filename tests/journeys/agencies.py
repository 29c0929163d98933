"""The people of all agencies of one house: whoever a step asks for signs in once and stays signed in."""

from datetime import UTC, datetime

from flask import Flask

from app.agencies import commands, demo, queries
from app.cases.steps import Step
from app.db import Database
from app.policy import WORKING_ROLES, Member
from tests.people import Person

ADDED = datetime(2026, 3, 1, 7, 0, tzinfo=UTC)


class Agencies:
    """Finds, and where nobody serves makes, the account that may do a step; two where two must sign."""

    def __init__(self, app: Flask, database: Database) -> None:
        self._app, self._database = app, database
        self._signed_in: dict[str, Person] = {}

    def named(self, username: str) -> Person:
        """One account, signed in."""
        if username not in self._signed_in:
            self._signed_in[username] = Person.signed_in(self._app, username)
        return self._signed_in[username]

    def for_step(self, step: Step, *, other_than: int | None = None) -> Person:
        """Somebody of the step's unit and role who is not the account `other_than`; its holder, if it has one."""
        able = [m for m in self._members(step.unit) if may_do(m, step) and m.id != other_than]
        held = [m for m in able if m.id == step.assignee_id]
        return self.named((held or able or [self._newcomer(step)])[0].username)

    def supervisor_of(self, step: Step) -> Person:
        """Who may record the step as not obtained: the unit's supervisor, or the custodian's."""
        own = [m for m in self._members(step.unit) if m.role == "supervisor"]
        return self.named(own[0].username if own else "epc.supervisor")

    def _members(self, unit: str) -> list[Member]:
        with self._database.reading() as session:
            return sorted(
                queries.colleagues(session, unit),
                key=lambda m: WORKING_ROLES.index(m.role) if m.role in WORKING_ROLES else len(WORKING_ROLES),
            )

    def _newcomer(self, step: Step) -> Member:
        role = step.role or "caseworker"
        username = f"{step.unit}.{role}.{len(self._members(step.unit)) + 1}".lower()
        with self._database.unit_of_work() as session:
            user = commands.add_user(
                session,
                username=username,
                name=f"{role.title()}, {step.unit}",
                name_ar=f"{demo.ROLE_WORDS.get(role, (role, role))[1]}، {step.unit}",
                unit=step.unit,
                role=role,
                password=demo.PASSWORD,
                now=ADDED,
            )
            found = queries.member(session, user.id)
        assert found
        return found


def may_do(member: Member, step: Step) -> bool:
    """Whether the account's role is the one the step asks for."""
    return member.role == step.role if step.role else member.role in WORKING_ROLES
