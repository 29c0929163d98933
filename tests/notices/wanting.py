"""What the tests of notices share: how a person asks for mail, who was told what, and the mail of one person."""

from sqlalchemy import select, true

from app.db import Database
from app.models import Notice, User
from tests.jobs.receiver import Receiver
from tests.people import Person

WANTED = {"mail": "now", "daily_at": "07:00", "quiet_from": "", "quiet_until": ""}


def wants_mail(someone: Person, **chosen: str) -> str:
    """Choose how to be told; gives back the address."""
    address = f"{someone.username}@example.org"
    answer = someone.post("/notices/settings", {**WANTED, "address": address, **chosen})
    assert answer.status_code == 302, answer.text
    return address


def told(database: Database, task_id: int | None = None) -> list[tuple[str, str, str]]:
    """Who was told of what at which rung, in order; of one step, where one is named."""
    of_it = Notice.task_id == task_id if task_id else true()
    with database.reading() as session:
        rows = session.execute(
            select(User.username, Notice.kind, Notice.mark)
            .join(User, User.id == Notice.user_id)
            .where(of_it)
            .order_by(Notice.id)
        )
        return [(row.username, row.kind, row.mark) for row in rows]


def mail_to(receiver: Receiver, address: str) -> list[str]:
    """The texts of the letters that one address got, subject first."""
    return [
        f"{letter['Subject']}\n{letter.get_content()}".replace("\r\n", "\n")
        for letter in receiver.letters()
        if letter["To"] == address
    ]
