"""Units as pages: the list by party with its rule, one unit, and closing it."""

from typing import Any, get_args

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from app.administration.units import checks, commands, queries
from app.administration.units.checks import UnitForm
from app.agencies.directory import Rule
from app.db import Database
from app.errors import Invalid
from app.models import ROLES
from app.web.refusals import translated_fields
from app.web.wall import moment
from app.web.words import local

TEXTS = ("name", "name_ar", "parent", "governorate", "valid_from", "valid_to")


def register(room: Blueprint, database: Database) -> None:
    """The pages of units."""
    _list(room, database)
    _one(room, database)


def _list(room: Blueprint, database: Database) -> None:
    @room.get("/units")
    def units() -> Any:
        commands.refuse_others(current_user)
        return _index(database, request.args.get("party", ""), {}, {})

    @room.post("/parties/<party>")
    def set_rule(party: str) -> Any:
        rule, default = (request.form.get(name, "") for name in ("rule", "default_unit"))
        try:
            with database.unit_of_work() as work:
                commands.set_rule(work, current_user, party, rule, default, now=moment())
        except Invalid as invalid:
            return _index(database, party, request.form.to_dict(), translated_fields(invalid)), 422
        flash(_("The rule is changed. Steps that open from now on follow it."), "success")
        return redirect(url_for("administration.units", party=party))

    @room.route("/units/add", methods=["GET", "POST"])
    def add_unit() -> Any:
        commands.refuse_others(current_user)
        if request.method == "GET":
            return _new(database, {"party": request.args.get("party", "")}, (), {})
        texts = {name: request.form.get(name, "").strip() for name in ("code", "party", "kind")}
        typed = _typed(**texts)
        try:
            with database.unit_of_work() as work:
                commands.add(work, current_user, typed, now=moment())
        except Invalid as invalid:
            return _new(database, vars(typed), typed.roles, translated_fields(invalid)), 422
        flash(_("The unit is in the directory."), "success")
        return redirect(url_for("administration.unit", unit_code=typed.code))


def _one(room: Blueprint, database: Database) -> None:
    @room.route("/units/<unit_code>", methods=["GET", "POST"])
    def unit(unit_code: str) -> Any:
        commands.refuse_others(current_user)
        if request.method == "GET":
            return _show(database, unit_code, {}, {})
        with database.reading() as session:
            row = queries.unit(session, unit_code).unit
        typed = _typed(code=unit_code, party=row.party, kind=row.kind)
        try:
            with database.unit_of_work() as work:
                commands.change(work, current_user, typed, now=moment())
        except Invalid as invalid:
            return _show(database, unit_code, vars(typed), translated_fields(invalid)), 422
        flash(_("The unit is changed."), "success")
        return redirect(url_for("administration.unit", unit_code=unit_code))

    @room.post("/units/<unit_code>/close")
    def close_unit(unit_code: str) -> Any:
        try:
            with database.unit_of_work() as work:
                successor = request.form.get("successor", "")
                count = commands.close(work, current_user, unit_code, successor, now=moment())
        except Invalid as invalid:
            return _show(database, unit_code, {}, translated_fields(invalid)), 422
        moved = ngettext("%(num)s open step moved.", "%(num)s open steps moved.", count)
        flash(" ".join([_("The unit is closed."), str(moved)]), "success")
        return redirect(url_for("administration.unit", unit_code=unit_code))


def _typed(**fixed: str) -> UnitForm:
    texts = {name: request.form.get(name, "").strip() for name in TEXTS}
    return UnitForm(**fixed, **texts, roles=tuple(request.form.getlist("roles")))


def _index(database: Database, party: str, typed: dict[str, str], problems: dict[str, Any]) -> str:
    today = moment().date()
    with database.reading() as session:
        parties = queries.parties(session)
        rows = queries.units(session, party)
        every = queries.units(session, "")
    chosen = next((row for row in parties if row.code == party), None)
    kept = {"rule": chosen.rule, "default_unit": chosen.default_unit} if chosen else {}
    return render_template(
        "administration/units.html",
        rows=rows,
        parties=[(row.code, local(row)) for row in parties],
        chosen=chosen,
        values={**kept, **typed},
        rules=get_args(Rule),
        units=[(row.unit.code, local(row.unit)) for row in every if not row.unit.is_closed(today)],
        problems=problems,
        today=today,
    )


def _new(database: Database, typed: dict[str, Any], roles: tuple[str, ...], problems: dict[str, Any]) -> str:
    return render_template(
        "administration/add_unit.html",
        values=typed,
        chosen_roles=roles,
        problems=problems,
        **_lists(database),
    )


def _show(database: Database, code: str, typed: dict[str, Any], problems: dict[str, Any]) -> str:
    with database.reading() as session:
        row = queries.unit(session, code)
        siblings = queries.units(session, row.unit.party)
    today = moment().date()
    kept = {name: getattr(row.unit, name) for name in TEXTS}
    return render_template(
        "administration/unit.html",
        row=row,
        closed=row.unit.is_closed(today),
        values={**kept, **typed},
        chosen_roles=typed.get("roles", row.unit.roles.split() if row.unit.roles else ()),
        heirs=[
            (s.unit.code, local(s.unit))
            for s in siblings
            if s.unit.code != code and not s.unit.is_closed(today)
        ],
        problems=problems,
        **_lists(database),
    )


def _lists(database: Database) -> dict[str, Any]:
    with database.reading() as session:
        return {
            "parties": [(row.code, local(row)) for row in queries.parties(session)],
            "governorates": [(row.code, local(row)) for row in queries.governorates(session)],
            "units": [(row.unit.code, local(row.unit)) for row in queries.units(session, "")],
            "kinds": checks.KINDS,
            "roles": ROLES,
        }
