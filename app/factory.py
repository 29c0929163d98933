"""The web application: settings in, rooms registered, every door closed that is not listed open."""

from datetime import timedelta
from typing import Any

from flask import Flask
from flask_login import current_user
from werkzeug.middleware.proxy_fix import ProxyFix

from app import policy
from app.administration import views as administration_pages
from app.agencies import commands as agency_commands
from app.agencies import queries as agencies
from app.agencies import views as agency_pages
from app.cases import search_page
from app.cases import views as case_pages
from app.config import Settings
from app.db import Database
from app.definitions import views as definition_pages
from app.imports import views as import_pages
from app.notices import queries as notices
from app.notices import views as notice_pages
from app.outbox import views as operation_pages
from app.policy import Member
from app.tasks import views as task_pages
from app.web import assets, refusals, wall, words


def create_app(settings: Settings, database: Database | None = None) -> Flask:
    """Build the application on `settings`; `database` is given by whoever shares one with a worker."""
    database = database or Database(settings)
    app = Flask("app")
    app.config.update(SECRET_KEY=settings.secret_key, DEMO=settings.demo)
    app.extensions["database"] = database
    if not settings.demo:
        app.wsgi_app = ProxyFix(app.wsgi_app)  # type: ignore[method-assign]

    def load(name: str) -> Member | None:
        with database.reading() as session:
            return agencies.signed_in(session, name)

    def remember(user: Member, code: str) -> None:
        with database.unit_of_work() as session:
            agency_commands.choose_language(session, user, code)

    wall.raise_wall(app, load, timedelta(minutes=settings.session_idle_minutes), settings.secure_cookies)
    words.register(app, database, remember)
    refusals.register(app)
    assets.register(app)
    rooms = (
        task_pages,
        case_pages,
        search_page,
        definition_pages,
        agency_pages,
        notice_pages,
        operation_pages,
        import_pages,
        administration_pages,
    )
    for pages in rooms:
        app.register_blueprint(pages.pages(database))
    app.context_processor(lambda: _frame(database, settings.demo))
    return app


def _frame(database: Database, demo: bool) -> dict[str, Any]:
    """What the frame of every page shows."""
    if not current_user.is_authenticated:
        return {"demo": demo, "nav": {}, "inbox_count": 0, "notice_count": 0}
    with database.reading() as session:
        inbox, unread = notices.counts(session, current_user)
    nav = {
        "open_case": policy.may_open_case(current_user),
        "see_cases": policy.may_see_cases(current_user),
        "keep_accounts": policy.may_keep_accounts(current_user),
        "keep_calendar": policy.may_keep_calendar(current_user),
        "set_deadlines": policy.may_set_deadlines(current_user),
        "requests": policy.may_sign(current_user, ("supervisor", "legal")),
        "paper_files": policy.may_enter_paper_files(current_user),
    }
    return {"demo": demo, "nav": nav, "inbox_count": inbox, "notice_count": unread}
