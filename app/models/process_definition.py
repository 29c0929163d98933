"""ProcessDefinition: one version of a drawn procedure, with the versions of what it calls and the forms it uses."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Instant


class ProcessDefinition(Base):
    """A published version never changes: running cases rest on it. `state` is draft, published or retired."""

    __tablename__ = "process_definition"
    __table_args__ = (UniqueConstraint("key", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(80))
    version: Mapped[int]
    state: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(200))
    name_ar: Mapped[str] = mapped_column(String(200))
    category: Mapped[str | None] = mapped_column(String(20))
    reference: Mapped[bool]
    xml: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[str] = mapped_column(String(64))
    published_at: Mapped[datetime] = mapped_column(Instant)


class ProcessDefinitionCall(Base):
    """The version of a called process that a version of its caller was published with, calls of calls included."""

    __tablename__ = "process_definition_call"

    caller_id: Mapped[int] = mapped_column(ForeignKey("process_definition.id"), primary_key=True)
    called_id: Mapped[int] = mapped_column(ForeignKey("process_definition.id"), primary_key=True)


class ProcessDefinitionForm(Base):
    """The version of a form that a version of a procedure was published with."""

    __tablename__ = "process_definition_form"

    definition_id: Mapped[int] = mapped_column(ForeignKey("process_definition.id"), primary_key=True)
    form_id: Mapped[int] = mapped_column(ForeignKey("form_definition.id"), primary_key=True)
