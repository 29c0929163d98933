"""Every permission, on one page: who may do what, by role, unit and relation to the case."""

from dataclasses import dataclass
from typing import Protocol

CUSTODIAN_PARTY = "EPC"
WORKING_ROLES = ("caseworker", "medical", "legal", "supervisor")


@dataclass(frozen=True)
class Member:
    """A person with an open account, as every command and query sees them.

    `language` is None until one was chosen; `session_id` names the sign-in of who acts, and is empty for others.
    With a one-time password nothing may be done before it is changed.
    """

    id: int
    username: str
    name: str
    name_ar: str
    unit: str
    unit_name: str
    unit_name_ar: str
    party: str
    role: str
    language: str | None
    session_id: str = ""
    must_change_password: bool = False

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        """What the cookie holds: not the account but this one sign-in, so that it can be ended alone."""
        return self.session_id

    @property
    def is_custodian(self) -> bool:
        """The custodian's people see every case (BRIEF 0.1.3)."""
        return self.party == CUSTODIAN_PARTY


class Step(Protocol):
    """What permissions look at in a step."""

    @property
    def unit(self) -> str: ...
    @property
    def role(self) -> str | None: ...
    @property
    def assignee_id(self) -> int | None: ...
    @property
    def skippable(self) -> bool: ...
    @property
    def is_open(self) -> bool: ...


def may_open_case(user: Member) -> bool:
    """Only the custodian opens a case (BRIEF 2)."""
    return user.is_custodian and user.role in ("caseworker", "supervisor")


def may_see_cases(user: Member) -> bool:
    """An administrator looks after accounts and procedures, never into a case."""
    return user.role != "administrator"


def may_see_step(user: Member, step: Step) -> bool:
    """Only the unit chosen for a step sees it."""
    return step.unit == user.unit and may_see_cases(user)


def may_work_on(user: Member, step: Step) -> bool:
    """A step may ask for a role: then a supervisor's signature is not a caseworker's."""
    return may_see_step(user, step) and (user.role == step.role if step.role else user.role in WORKING_ROLES)


def may_claim(user: Member, step: Step) -> bool:
    """A free step of the person's own unit and role."""
    return step.is_open and step.assignee_id is None and may_work_on(user, step)


def may_complete(user: Member, step: Step) -> bool:
    """Who has claimed a step, and nobody else, may fill it in, complete, skip or send it back."""
    return step.is_open and step.assignee_id == user.id and may_see_step(user, step)


def may_release(user: Member, step: Step) -> bool:
    """Who holds a step may lay it back; a supervisor may do so for people of the unit."""
    return (
        step.is_open
        and step.assignee_id is not None
        and may_see_step(user, step)
        and (step.assignee_id == user.id or user.role == "supervisor")
    )


def may_reassign(user: Member, step: Step) -> bool:
    """A supervisor hands a step to another person of the unit (BRIEF 6.5 b)."""
    return step.is_open and may_see_step(user, step) and user.role == "supervisor"


def may_skip(user: Member, step: Step) -> bool:
    """A supervisor records a step as not obtained: of the own unit, or the custodian's where an agency is silent."""
    return (
        step.is_open
        and step.skippable
        and user.role == "supervisor"
        and (user.is_custodian or step.unit == user.unit)
    )


def may_choose_unit(user: Member) -> bool:
    """The custodian may override the unit that the rules chose, with a reason."""
    return user.is_custodian and user.role in ("caseworker", "supervisor")


def may_see_all_cases(user: Member) -> bool:
    """The custodian's case team, supervisor and manager; other units see the cases they have a step in."""
    return user.is_custodian and may_see_cases(user)


def may_see_answers(user: Member, answered_by_unit: str, shares_call: bool) -> bool:
    """The custodian sees what was answered; another unit its own steps and the referral addressed to it."""
    return may_see_all_cases(user) or (may_see_cases(user) and (answered_by_unit == user.unit or shares_call))


def may_reveal(
    user: Member, sensitivity: str, answered_by_unit: str, *, is_officer: bool, shares_call: bool
) -> bool:
    """Whether a masked value may be shown after a click that is logged (BRIEF appendix C).

    Only those who work on cases are shown any. Medical findings are for the medical role and the unit that
    wrote them; a shelter address is for the shelter, the case officer and the custodian's supervisor.
    """
    if user.role not in WORKING_ROLES:
        return False
    own = answered_by_unit == user.unit
    if sensitivity == "medical":
        return user.role == "medical" or (own and not user.is_custodian)
    if sensitivity == "address":
        return is_officer or user.party == "SHL" or (user.is_custodian and user.role == "supervisor")
    return own or user.is_custodian or shares_call


def may_operate(user: Member) -> bool:
    """What runs without a person, and failed, is looked after by administrators."""
    return user.role == "administrator"


def may_reveal_name(user: Member) -> bool:
    """Whether the name of a person whose case one may know is shown: to those who work on cases."""
    return user.role in WORKING_ROLES


def may_find_people(user: Member) -> bool:
    """Whether a search may ask for a person: of the custodian, and who works on the cases of another unit."""
    return may_see_all_cases(user) or may_reveal_name(user)


def may_read_paper_file(user: Member) -> bool:
    """What a paper file says about the person, for those of the custodian who work on cases."""
    return user.is_custodian and may_reveal_name(user)


def may_enter_paper_files(user: Member) -> bool:
    """The custodian's supervisor answers for what is taken over from paper."""
    return user.is_custodian and user.role == "supervisor"


def may_keep_accounts(user: Member) -> bool:
    """Accounts, units and missions are looked after by administrators, who never look into a case."""
    return user.role == "administrator"


def may_keep_directory(user: Member) -> bool:
    """Which units there are, whom they serve and from when (BRIEF 7.2-7.5)."""
    return user.role == "administrator"


def may_keep_calendar(user: Member) -> bool:
    """The circulars that announce days off reach the custodian's supervisor and the administrators (BRIEF 7.6)."""
    return user.role == "administrator" or may_set_deadlines(user)


def may_set_deadlines(user: Member) -> bool:
    """Every proposed deadline is a setting of the custodian (BRIEF 0)."""
    return user.is_custodian and user.role == "supervisor"


def may_ask_change(user: Member, raised_by: tuple[str, ...]) -> bool:
    """Anybody who works on a case may raise a more serious category; a lesser one only named roles (BRIEF 5)."""
    if not raised_by:
        return user.role in WORKING_ROLES
    return user.is_custodian and user.role in raised_by


def may_sign(user: Member, approved_by: tuple[str, ...]) -> bool:
    """Requests about a case are approved by the custodian's supervisor, some by its legal officer too (BRIEF 5, 6)."""
    return user.is_custodian and user.role in approved_by


def may_follow_paths(user: Member) -> bool:
    """What befalls a case outside its procedure is recorded by the custodian's case team (BRIEF 6)."""
    return user.is_custodian and user.role in ("caseworker", "supervisor")
