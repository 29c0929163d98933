"""Who the role words of a drawing mean for one step: its holder, its unit, the supervisors, the committee."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from app import policy
from app.agencies import queries as agencies
from app.agencies.queries import Reference
from app.models import UserTask
from app.policy import Member

COMMITTEE = "NC"


class Audience:
    """The people of the units that a case's notices go to, each unit read once."""

    def __init__(self, session: Session, reference: Reference) -> None:
        self._session, self._reference = session, reference
        self._units: dict[str, list[Member]] = {}

    def able(self, step: UserTask) -> list[Member]:
        """Those of the step's unit who may take it."""
        return self._or_custodian(m for m in self._unit(step.unit) if policy.may_work_on(m, step))

    def addressed(self, step: UserTask, to: str) -> list[Member]:
        """Who `to` means: performer, agency_supervisor, nrm_supervisor, committee or the code of a party.

        A rung that would reach nobody reaches the custodian's supervisors, so that no deadline passes unheard.
        """
        if to == "performer":
            return self._holder(step) or self.able(step)
        if to == "agency_supervisor":
            return self._or_custodian([*self._supervisors(step.unit)]) + self._holder(step)
        if to == "committee":
            return self._or_custodian(self._committee())
        party = self._reference.parties.get(to)
        return self._or_custodian(self._supervisors(party.default_unit) if party else [])

    def _holder(self, step: UserTask) -> list[Member]:
        return [member for member in self._unit(step.unit) if member.id == step.assignee_id]

    def _committee(self) -> list[Member]:
        """The focal point of the National Committee; while it has no account, the custodian's managers."""
        party = self._reference.parties.get(COMMITTEE)
        found = [m for m in self._unit(party.default_unit if party else None) if policy.may_see_cases(m)]
        return found or [m for m in self._unit(self._custodian) if m.role == "manager"]

    @property
    def _custodian(self) -> str:
        return self._reference.directory.custodian

    def _or_custodian(self, members: Iterable[Member]) -> list[Member]:
        return list(members) or self._supervisors(self._custodian)

    def _supervisors(self, unit: str | None) -> list[Member]:
        return [member for member in self._unit(unit) if member.role == "supervisor"]

    def _unit(self, code: str | None) -> list[Member]:
        if code is None:
            return []
        if code not in self._units:
            self._units[code] = agencies.colleagues(self._session, code)
        return self._units[code]
