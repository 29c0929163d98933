"""SignInSession: one sign-in on one device, from the password until it is ended."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Instant


class SignInSession(Base):
    """`id` is 128 random bits in hexadecimal; the cookie names it, and from `ended_at` on nobody is behind it."""

    __tablename__ = "sign_in_session"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
