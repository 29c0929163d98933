"""Delivering a letter by SMTP: sealed first, so that what is sent twice is the same letter with the same key."""

import smtplib
import ssl
from collections.abc import Mapping
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from sqlalchemy import select

from app import db
from app.agencies import queries as agencies
from app.config import Settings
from app.db import Database
from app.models import Letter
from app.notices import queries, wording
from app.outbox import Undelivered

TIMEOUT_SECONDS = 20.0


def deliver(database: Database, args: Mapping[str, Any], now: datetime) -> None:
    """Send a letter. A receiver that honours its key, in Message-ID and X-Ihala-Key, shows it once.

    Raises Undelivered while the mail server cannot be reached or refuses.
    """
    with database.unit_of_work() as session:
        letter = session.scalars(select(Letter).where(Letter.id == args["letter"]).with_for_update()).one()
        letter.sealed_at = letter.sealed_at or now
        session.flush()
        post, settings = queries.post(session, letter.id), db.settings(session)
        zone = agencies.reference(session).calendar.zone
    if post is None or post.sent_at or not settings.smtp_host:
        return
    _send(settings, written(settings, post, wording.Reader(post.member.language, zone), now))
    with database.unit_of_work() as session:
        session.get_one(Letter, args["letter"]).sent_at = now


def written(settings: Settings, post: queries.Post, reader: wording.Reader, now: datetime) -> EmailMessage:
    """The letter as it goes over the wire: nothing of the person a case is about."""
    mail = EmailMessage()
    mail["From"], mail["To"] = settings.smtp_from, post.to
    mail["Subject"] = wording.subject(reader, post.rows)
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = f"<{post.key}@{settings.smtp_from.rpartition('@')[2].rstrip('>')}>"
    mail["X-Ihala-Key"], mail["Auto-Submitted"] = post.key, "auto-generated"
    mail.set_content(wording.body(reader, post.member, post.rows, settings.public_url))
    mail["Content-Language"] = reader.language  # last: a text that is set takes such headers away
    return mail


def _send(settings: Settings, mail: EmailMessage) -> None:
    try:
        with _connected(settings) as server:
            if settings.smtp_user:
                server.login(settings.smtp_user, settings.smtp_password)
            server.send_message(mail)
    except smtplib.SMTPResponseException as refused:
        raise Undelivered(f"SMTP {refused.smtp_code}") from None
    except (smtplib.SMTPException, OSError) as broken:
        raise Undelivered(type(broken).__name__) from None


def _connected(settings: Settings) -> smtplib.SMTP:
    where, trust = (settings.smtp_host, settings.smtp_port), ssl.create_default_context()
    if settings.smtp_tls == "tls":
        return smtplib.SMTP_SSL(*where, timeout=TIMEOUT_SECONDS, context=trust)
    server = smtplib.SMTP(*where, timeout=TIMEOUT_SECONDS)
    if settings.smtp_tls == "starttls":
        server.starttls(context=trust)
    return server
