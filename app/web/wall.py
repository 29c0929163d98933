"""Every endpoint is closed unless it is listed here; every answer carries the same strict headers."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask, Response, abort, g, redirect, request, session, url_for
from flask_login import LoginManager, current_user, logout_user
from flask_wtf import CSRFProtect
from werkzeug.routing import IntegerConverter

from app.errors import NotPermitted, say
from app.policy import Member

Load = Callable[[str], Member | None]

OPEN_ENDPOINTS = frozenset({"static", "agencies.sign_in", "web.language", "web.health"})
WITH_A_ONE_TIME_PASSWORD = frozenset({"agencies.change_password", "agencies.sign_out"})
"""All that is open to who has not yet replaced a one-time password."""
MAX_BODY_BYTES = 2 * 1024 * 1024
MAX_NUMBER = 2**31 - 1
"""The largest number that a key of a table can be."""

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


def raise_wall(app: Flask, load: Load, idle: timedelta, secure: bool) -> None:
    """Put the wall before every endpoint of `app`; `load` finds the member a session names."""
    app.config.update(
        MAX_CONTENT_LENGTH=MAX_BODY_BYTES,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=secure,
        PERMANENT_SESSION_LIFETIME=idle,
        SESSION_REFRESH_EACH_REQUEST=True,
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.url_map.converters["int"] = Number
    login = LoginManager(app)
    login.session_protection = None  # an address may change in mid-shift
    login.user_loader(load)
    app.before_request(_closed_unless_listed)  # first: who is signed out reads so, also without a valid token
    CSRFProtect(app)
    app.before_request(_refuse_null_characters)
    app.after_request(_harden)
    if secure:
        app.after_request(_only_encrypted)


class Number(IntegerConverter):
    """A number in an address, of a size that the tables hold; any other is simply not found."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"max": MAX_NUMBER, **options})


def _closed_unless_listed() -> Any:
    session.permanent = True
    if request.endpoint in OPEN_ENDPOINTS or request.endpoint is None:
        return None
    if current_user.is_authenticated:
        return _change_the_password_first()
    logout_user()
    if request.method != "GET" or wants_json():
        return unsigned()
    return redirect(url_for("agencies.sign_in", next=request.full_path.rstrip("?")))


def _change_the_password_first() -> Any:
    if not current_user.must_change_password or request.endpoint in WITH_A_ONE_TIME_PASSWORD:
        return None
    if request.method != "GET" or wants_json():
        raise NotPermitted(say("Choose a password of your own first."))
    return redirect(url_for("agencies.change_password"))


def _refuse_null_characters() -> None:
    """PostgreSQL holds no text with a null character, so it is refused before it gets that far."""
    sent = (request.path, *request.args.values(), *request.form.values())
    if any("\0" in text for text in sent):
        abort(400)


def unsigned() -> Any:
    """The answer to a deed of somebody whose session is over."""
    from app.web.refusals import show

    return show(401)


def wants_json() -> bool:
    """Whether a script asked, rather than a person following a link."""
    return request.is_json or request.accept_mimetypes.best == "application/json"


def _harden(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint != "static":
        response.headers["Cache-Control"] = "no-store"
    return response


def _only_encrypted(response: Response) -> Response:
    response.headers["Strict-Transport-Security"] = "max-age=31536000"
    return response


def moment() -> datetime:
    """One moment for the whole request, so that its rows agree."""
    if "now" not in g:
        g.now = datetime.now(UTC)
    found: datetime = g.now
    return found
