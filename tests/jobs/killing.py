"""A worker that is killed again and again at random instants, and the proof that nothing was lost or done twice.

Run as `python -m tests.jobs.killing URL PORT KILLS SEED` on a seeded database; prints a report as one JSON object. It
is a process of its own, because it forks the workers that it kills.
"""

import dataclasses
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from time import sleep
from typing import Any

import orjson
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import audit
from app.cases import commands as cases
from app.db import Database
from app.jobs import worker
from app.models import Case, Job, Letter, Notice, NoticeSettings, Progress, User, UserTask
from tests.conftest import NOW, settings_for
from tests.definitions import practice
from tests.jobs.receiver import Receiver
from tests.races.racing import named

ROOT = Path(__file__).parents[2]
HORIZON = timedelta(days=20)
"""Over so much time the lives of the workers are spread: long enough for whole ladders."""
DAYS_AFTER = 25
"""A step that opens on the last day still climbs its whole ladder."""
LONGEST_LIFE_SECONDS = 1.0
LIVES_A_CASE = 3
"""One case in so many lives, so that workers get as far as the mail before they die."""
RUNGS = {"timer": 1, "reminder": 1, "breach": 1, "escalated": 2}
TOLD = [
    ("75%", "performer"),
    ("100%", "agency_supervisor"),
    ("+2wd", "nrm_supervisor"),
    ("+5wd", "committee"),
]
LADDER = "".join(f'<ihala:escalation after="{after}" to="{to}"/>' for after, to in TOLD)
CASE = practice.drawing(
    "killing_case",
    {"LMR": ("slow",)},
    practice.timer("pause", "PT1H"),
    practice.task("slow", 'stage="I" form="practice_signature"', practice.clock(1, "workingDays") + LADDER),
    practice.flows("start", "pause", "slow", "end"),
)
"""A timer of an hour, then a step with a clock and a whole ladder, which nobody does."""


def killed(url: str, receiver: Receiver, kills: int, seed: int) -> dict[str, Any]:
    """Kill `kills` workers, let a last one finish, and report; `faults` is empty when all is well."""
    words = [url, str(receiver.port), str(kills), str(seed)]
    command = [sys.executable, "-m", "tests.jobs.killing", *words]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE)
    report: dict[str, Any] = orjson.loads(done.stdout)
    received = Counter(str(letter["X-Ihala-Key"]) for letter in receiver.letters())
    keys = set(report.pop("keys"))
    report |= {"received": sum(received.values()), "sent_twice": sum(received.values()) - len(received)}
    if set(received) != keys:
        report["faults"].append(
            f"{len(keys - set(received))} letters lost, {len(set(received) - keys)} unknown"
        )
    return report


def main(url: str, port: str, kills: str, seed: str) -> None:
    settings = dataclasses.replace(
        settings_for(url),
        smtp_host="127.0.0.1",
        smtp_port=int(port),
        smtp_tls="off",
        smtp_from="ihala@example.org",
    )
    database = Database(settings)
    _prepare(database)
    random = Random(int(seed))
    for life in range(int(kills)):
        now = NOW + HORIZON * life / int(kills)
        if life % LIVES_A_CASE == 0:
            with database.unit_of_work() as session:
                cases.open_case(session, named(session, "epc.officer"), "killing_case", now=now)
        database.engine.dispose()  # a connection is not shared with a child
        _live_and_die(database, now, random.uniform(0, LONGEST_LIFE_SECONDS))
    looks = _finish(database)
    with database.reading() as session:
        report = {
            "kills": int(kills),
            "looks_after": looks,
            **_counts(session),
            "faults": list(_faults(session)),
        }
        report["keys"] = session.scalars(select(Letter.key)).all()
    print(orjson.dumps(report).decode())  # noqa: T201  # how the process that asked hears of it


def _prepare(database: Database) -> None:
    practice.publish(database, "killing_case", CASE)
    with database.unit_of_work() as session:
        for user in session.scalars(select(User)):
            row = {
                "user_id": user.id,
                "mail": "now",
                "daily_at": "07:00",
                "address": f"{user.username}@example.org",
            }
            session.add(NoticeSettings(**row))
    worker.look(database, now=NOW)  # what a worker does only when it starts takes no part of the short lives


def _live_and_die(database: Database, now: datetime, seconds: float) -> None:
    child = os.fork()
    if child == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # it is killed in the middle of whatever it says
        while True:
            worker.look(database, now=now)
    sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def _finish(database: Database) -> int:
    """Let a worker that nobody kills do the rest, a look a day; gives back how many found something to do."""
    moments = (NOW + HORIZON + timedelta(days=day) for day in range(DAYS_AFTER))
    return sum(worker.look(database, now=now) > 0 for now in moments)


def _counts(session: Session) -> dict[str, int]:
    return {
        "cases": session.scalar(select(func.count()).select_from(Case)) or 0,
        "rungs": session.scalar(select(func.count()).select_from(Progress).where(Progress.act.in_(RUNGS)))
        or 0,
        "notices": session.scalar(select(func.count()).select_from(Notice)) or 0,
        "letters": session.scalar(select(func.count()).select_from(Letter)) or 0,
    }


def _faults(session: Session) -> Iterator[str]:
    for case_id in session.scalars(select(Case.id)):
        acts = Counter(session.scalars(select(Progress.act).where(Progress.case_id == case_id)))
        if {act: acts[act] for act in RUNGS} != RUNGS:
            yield f"case {case_id}: {dict(acts)}"
    for what, query in {
        "notices without a letter": select(Notice.id).where(Notice.letter_id.is_(None)),
        "letters not sent": select(Letter.id).where(Letter.sent_at.is_(None)),
        "jobs laid aside": select(Job.id).where(Job.state == "dead"),
        "jobs left": select(Job.id).where(Job.state != "dead"),
        "steps still to tell of": select(UserTask.id).where(UserTask.next_notice_at.is_not(None)),
    }.items():
        if left := len(session.scalars(query).all()):
            yield f"{left} {what}"
    yield from (f"audit of {b.chain}, line {b.seq}: {b.why}" for b in audit.verify(session))


if __name__ == "__main__":
    main(*sys.argv[1:])
