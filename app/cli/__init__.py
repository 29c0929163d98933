"""The command line: what people who run the house type after `./run ihala`."""

import os
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from sqlalchemy.exc import SQLAlchemyError

from app import audit, migrations, seeding
from app.administration.holidays import recounting
from app.administration.users import commands as accounts
from app.agencies import commands as agencies
from app.agencies import demo as demo_accounts
from app.cli import drawings, papers
from app.cli.saying import said
from app.config import Settings, UnsafeSettings, demonstration, from_environment
from app.db import Database
from app.jobs import worker as working

VAR = Path(os.environ.get("IHALA_VAR", Path(__file__).parents[2] / "var"))


ANOTHER_KEY = (
    "No line of the audit was written with this installation's key. Either IHALA_DATA_KEY is another one than "
    "before: set the right key and verify again. Or somebody without the key has written the whole audit anew."
)


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def chosen_settings() -> Settings:
    """The environment's settings; without a database URL, those of the demonstration."""
    if "IHALA_DATABASE_URL" not in os.environ:
        return demonstration(VAR / "demo")
    try:
        return from_environment(os.environ)
    except UnsafeSettings as unsafe:
        raise click.ClickException(str(unsafe)) from None


def database() -> Database:
    """The database of this installation, its tables brought up to date."""
    settings = chosen_settings()
    try:
        opened = Database(settings)
        migrations.upgrade(opened.engine)
    except (SQLAlchemyError, ImportError) as error:
        reason = str(getattr(error, "orig", error)).strip()
        raise click.ClickException(f"The database cannot be used: {reason}") from None
    return opened


@click.group()
def ihala() -> None:
    """Run a nation's standard operating procedures."""


@ihala.command()
def seed() -> None:
    """Load directory, holidays and procedures; what is there already stays."""
    opened = database()

    def work() -> list[str]:
        with opened.unit_of_work() as session:
            return seeding.seed(session, now=now())

    for line in said(work):
        click.echo(line)


@ihala.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
def demo(host: str, port: int) -> None:
    """Start the demonstration: made-up accounts, worker running, one process."""
    settings = demonstration(VAR / "demo")
    opened = Database(settings)
    migrations.upgrade(opened.engine)
    with opened.unit_of_work() as session:
        seeding.seed(session, now=now())
        demo_accounts.add_accounts(session, now=now())
    with opened.reading() as session:
        accounts = demo_accounts.accounts(session)
    click.echo(f"\nIhala runs at http://{host}:{port}\nPassword of every account: {demo_accounts.PASSWORD}")
    for account in accounts:
        click.echo(f"  {account.username:22} {account.unit_name}, {account.role}")
    click.echo(f"Data and keys are in {VAR / 'demo'}. Stop with Ctrl-C.\n")
    stop = threading.Event()
    threading.Thread(target=working.run, args=(opened, now, stop), daemon=True).start()
    _serve(settings, opened, host, port)
    stop.set()


def _serve(settings: Settings, opened: Database, host: str, port: int) -> None:
    from werkzeug.serving import make_server

    from app.factory import create_app

    server = make_server(host, port, create_app(settings, opened), threaded=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.shutdown()


@ihala.command()
def worker() -> None:
    """Fire timers, tell people and send mail until stopped; several workers may run at once."""
    working.run(database(), now, threading.Event())


@ihala.command()
def deadlines() -> None:
    """Bring open deadlines in line with the calendar; what was interrupted is gone on with."""
    done = recounting.recount_all(database(), None, now=now())
    click.echo(f"{done.moved} deadlines in {done.cases} cases moved, {done.left} cases are left.")


@ihala.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of a table.")
@click.option("--database", "url", metavar="URL", help="An empty database; a fresh SQLite file otherwise.")
def bench(as_json: bool, url: str | None) -> None:
    """Measure what completing a step costs, against the engine step and one commit."""
    from benchmarks import bench as measured

    measured.main([*(["--json"] if as_json else []), *(["--database", url] if url else [])])


@ihala.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would happen; enter nothing.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option("--by", "username", help="The custodian's supervisor in whose name the files are entered.")
def enter_papers(file: Path, dry_run: bool, as_json: bool, username: str | None) -> None:
    """Enter open and closed paper files from a CSV table; what was entered before is left alone."""
    papers.enter(database(), file, username, now=now(), dry_run=dry_run, as_json=as_json)


@ihala.group()
def user() -> None:
    """Make and close accounts."""


@user.command("add")
@click.argument("username")
@click.option("--name", required=True)
@click.option("--name-ar", required=True)
@click.option("--unit", required=True, help="The code of a unit of the directory.")
@click.option("--role", required=True)
@click.password_option()
def add_user(username: str, name: str, name_ar: str, unit: str, role: str, password: str) -> None:
    """Make an account; the first administrator is made this way."""
    _act(
        lambda session: agencies.add_user(
            session,
            username=username,
            name=name,
            name_ar=name_ar,
            unit=unit,
            role=role,
            password=password,
            now=now(),
        )
    )


@user.command("password")
@click.argument("username")
@click.password_option()
def set_password(username: str, password: str) -> None:
    """Set a new password and end the account's sessions."""
    _act(lambda session: agencies.set_password(session, username, password, now=now()))


@user.command("close")
@click.argument("username")
def close_user(username: str) -> None:
    """Close an account: its sessions end, and its open steps go back to the unit."""
    _act(lambda session: accounts.close_by_name(session, username, now=now()))


def _act(deed: Callable[[Any], object]) -> None:
    opened = database()

    def work() -> None:
        with opened.unit_of_work() as session:
            deed(session)

    said(work)


@ihala.group("audit")
def audit_group() -> None:
    """Look after the audit."""


@audit_group.command("verify")
def verify() -> None:
    """Prove that no line of the audit was altered, removed or added."""
    with database().reading() as session:
        broken = list(audit.verify(session))
        if broken and not audit.is_of_this_key(session):
            raise click.ClickException(ANOTHER_KEY)
    for fault in broken:
        click.echo(f"chain {fault.chain}, line {fault.seq}: {fault.why}")
    if broken:
        raise SystemExit(1)
    click.echo("The audit is whole.")


ihala.add_command(drawings.check)
ihala.add_command(drawings.simulate)
