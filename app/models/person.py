"""Person: whose case it is, apart from the case; everything told about them is sealed with their own key."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Instant


class Person(Base):
    """`data_key` is wrapped by the installation's key; `name_sealed` is empty until the identity interview."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    data_key: Mapped[bytes] = mapped_column(LargeBinary)
    name_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(Instant)


class PersonNameToken(Base):
    """A keyed digest that finds a person without telling what it was made of.

    `kind` says of what: a `word` of a name, the `sound` of one, or a number (`cpr`, `passport`, `phone`).
    """

    __tablename__ = "person_name_token"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    token: Mapped[str] = mapped_column(String(32), primary_key=True, index=True)
    kind: Mapped[str] = mapped_column(String(10), default="word", server_default="word")
