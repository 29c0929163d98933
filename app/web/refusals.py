"""Refusals as pages or JSON, in the person's language; what is refused is never an error of the server."""

import logging
from collections.abc import Mapping
from typing import Any

from flask import Flask, Response, jsonify, render_template
from flask_babel import gettext, lazy_gettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from app.errors import Invalid, Message, Refusal
from app.web.wall import wants_json

log = logging.getLogger(__name__)

TITLES = {
    400: lazy_gettext("That cannot be taken"),
    401: lazy_gettext("You are not signed in"),
    403: lazy_gettext("This is not yours to do"),
    404: lazy_gettext("There is nothing here for you"),
    405: lazy_gettext("That cannot be done here"),
    409: lazy_gettext("Someone was faster"),
    413: lazy_gettext("That is too much at once"),
    422: lazy_gettext("Something needs correcting"),
    500: lazy_gettext("Something broke on our side"),
}
SENTENCES = {
    400: lazy_gettext(
        "The browser sent something this page does not know. Load the page again and repeat it."
    ),
    401: lazy_gettext("Your session is over. Sign in again; drafts are kept."),
    403: lazy_gettext("Your role or unit does not allow this. Ask your supervisor."),
    404: lazy_gettext("It does not exist, or it belongs to another unit. Check the address."),
    405: lazy_gettext("Go back and use the buttons of the page."),
    409: lazy_gettext("Open it again to see how it stands now."),
    413: lazy_gettext("Send less text, or fewer fields at a time."),
    422: lazy_gettext("Go back, correct it and send it again."),
    500: lazy_gettext("Nothing was changed. Try again; if it happens twice, tell your administrator."),
}


def translated(message: Message) -> str:
    """A sentence in the person's language, its blanks filled."""
    text: str = gettext(message.text)
    params = {n: translated(v) if isinstance(v, Message) else v for n, v in message.params.items()}
    return text % params if params else text


def translated_fields(invalid: Invalid) -> dict[str, list[str]]:
    """The problems of each field in the person's language, for a form that is shown again."""
    return {name: [translated(m) for m in found] for name, found in invalid.fields.items()}


def show(status: int, message: Message | None = None, fields: Mapping[str, Any] | None = None) -> Any:
    """The answer for a refusal: JSON to scripts, a page to people."""
    sentence = translated(message) if message else str(SENTENCES.get(status, SENTENCES[400]))
    problems = {name: [translated(m) for m in found] for name, found in (fields or {}).items()}
    if wants_json():
        return jsonify(message=sentence, problems=problems), status
    said = [sentence for found in problems.values() for sentence in found]
    page = render_template(
        "error.html",
        status=status,
        title=TITLES.get(status, TITLES[400]),
        sentence=sentence,
        what_to_do=" ".join(said) or (SENTENCES.get(status) if message else None),
    )
    return page, status


def register(app: Flask) -> None:
    """Let every refusal of `app` speak."""
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(CSRFError, lambda _: show(400))
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _broken)


def _http(error: HTTPException) -> Any:
    allowed = [header for header in error.get_headers() if header[0] == "Allow"]
    return *show(error.code or 500), allowed


def _refused(refusal: Refusal) -> Any:
    return show(refusal.status, refusal.message, refusal.fields if isinstance(refusal, Invalid) else None)


def _broken(error: Exception) -> Any:
    log.exception("a request broke", exc_info=error)
    try:
        return show(500)
    except Exception:  # the page itself reads the database, which may be what is broken
        return Response(f"{TITLES[500]}. {SENTENCES[500]}", 500, mimetype="text/plain")
