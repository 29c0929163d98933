"""Job: something that has to happen after commit, written in the transaction of the deed that wants it."""

from datetime import datetime

from sqlalchemy import Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Instant

_LEASED = text("state = 'leased'")


class Job(Base):
    """`state` is ready, leased or dead; one that is done has no row any more.

    A lease is a `run_at` ahead: when the worker that took it dies, the job is simply due again. Of the jobs with
    one `key` only one is leased at a time. `dedup` names a wish that may be made twice and is done once.
    `attempts` counts how often it failed, `deaths` how often the worker that had it died. `args` and `error` hold ids
    and codes only, never personal data.
    """

    __tablename__ = "job"
    __table_args__ = (
        Index("ix_job_due", "state", "run_at"),
        Index("ix_job_one_of_a_key", "key", unique=True, sqlite_where=_LEASED, postgresql_where=_LEASED),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    args: Mapped[str]
    key: Mapped[str | None] = mapped_column(String(80))
    dedup: Mapped[str | None] = mapped_column(String(120), unique=True)
    state: Mapped[str] = mapped_column(String(10))
    wanted_at: Mapped[datetime] = mapped_column(Instant)
    run_at: Mapped[datetime] = mapped_column(Instant)
    lease: Mapped[str | None] = mapped_column(String(32))
    attempts: Mapped[int] = mapped_column(default=0)
    deaths: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(String(200))
