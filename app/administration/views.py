"""The room of administration: one set of pages for each thing that is kept."""

from typing import Any

from flask import Blueprint, redirect, url_for
from flask_login import current_user

from app import policy
from app.administration.holidays import views as holidays
from app.administration.missions import views as missions
from app.administration.units import views as units
from app.administration.users import views as users
from app.db import Database
from app.errors import NotPermitted, say

ROOMS = (users, units, missions, holidays)


def pages(database: Database) -> Blueprint:
    """The pages of this room."""
    room = Blueprint("administration", __name__, url_prefix="/administration")

    @room.get("/")
    def index() -> Any:
        if policy.may_keep_accounts(current_user):
            return redirect(url_for("administration.users"))
        if policy.may_keep_calendar(current_user):
            return redirect(url_for("administration.holidays"))
        raise NotPermitted(say("Only administrators and the custodian's supervisor look after these pages."))

    for part in ROOMS:
        part.register(room, database)
    return room
