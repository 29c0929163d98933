"""The command line: what people who run the house type after `./run ihala`."""

import os
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import orjson
from sqlalchemy.exc import SQLAlchemyError

from app import audit, migrations, seeding
from app.agencies import commands as agencies
from app.agencies import demo as demo_accounts
from app.config import Settings, UnsafeSettings, demonstration, from_environment
from app.db import Database
from app.definitions import checks
from app.errors import Invalid, Refusal
from app.jobs import timers

VAR = Path(os.environ.get("IHALA_VAR", Path(__file__).parent.parent / "var"))


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


def said(deed: Callable[[], Any]) -> Any:
    """Run a deed; a refusal becomes a sentence and exit code 1."""
    try:
        return deed()
    except Invalid as invalid:
        lines = [str(invalid)] + [f"  {name}: {m}" for name, found in invalid.fields.items() for m in found]
        raise click.ClickException("\n".join(lines)) from None
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from None


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
    """Start the demonstration: made-up accounts, timers running, one process."""
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
    threading.Thread(target=timers.run, args=(opened, now, stop), daemon=True).start()
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
    """Fire timers until stopped; several workers may run at once."""
    timers.run(database(), now, threading.Event())


@ihala.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def check(files: tuple[Path, ...], as_json: bool) -> None:
    """Say whether drawings would run, and every problem they have."""
    results = [_checked(file) for file in files]
    for result in results:
        if as_json:
            click.echo(orjson.dumps(result).decode())
        else:
            _echo_result(result)
    raise SystemExit(0 if all(result["runs"] for result in results) else 1)


def _checked(file: Path) -> dict[str, Any]:
    try:
        drawings = _drawings(file)
    except OSError as error:
        problem = {
            "element": None,
            "code": "unreadable",
            "severity": "error",
            "message": f"The file cannot be read: {error.strerror}.",
        }
        return {"file": str(file), "runs": False, "publishable": False, "problems": [problem]}
    folder = file.parent.parent / "forms"
    forms_at = folder if folder.is_dir() else seeding.ROOT / "forms"
    bodies = {f.stem: f.read_bytes() for f in sorted(forms_at.glob("*.form"))}
    found = checks.problems(file.stem, drawings, bodies)
    severities = {p.severity for p in found}
    return {
        "file": str(file),
        "runs": "error" not in severities,
        "publishable": not severities & {"error", "unbound"},
        "problems": [
            {"element": p.element, "code": p.code, "severity": p.severity, "message": str(p.message)}
            for p in found
        ],
    }


def _drawings(file: Path) -> dict[str, bytes]:
    """A drawing and those that lie beside it, by the process id that their names say."""
    beside = [f for f in sorted(file.parent.glob("*.bpmn")) if f.is_file() and f != file]
    return {f.stem: f.read_bytes() for f in (*beside, file)}


def _echo_result(result: dict[str, Any]) -> None:
    verdict = "publishable" if result["publishable"] else "runs" if result["runs"] else "cannot run"
    click.echo(f"{result['file']}: {verdict}")
    for problem in result["problems"]:
        click.echo(f"  {problem['severity']:8} {problem['element'] or '-'}: {problem['message']}")


@ihala.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--cases", default=100, show_default=True, type=click.IntRange(min=1))
@click.option("--seed", "seed_", default=1, show_default=True)
@click.option("--json", "as_json", is_flag=True)
def simulate(file: Path, cases: int, seed_: int, as_json: bool) -> None:
    """Walk a drawing at random, timers included, and count what was reached."""
    from app import engine

    called = _drawings(file)
    try:
        model = engine.read(called.pop(file.stem), called)
    except engine.DefinitionInvalid as invalid:
        raise click.ClickException("\n".join(str(p.message) for p in invalid.problems)) from None
    result = said(lambda: engine.simulate(model, cases=cases, seed=seed_)).as_json()
    click.echo(orjson.dumps(result).decode() if as_json else _coverage_words(result))


def _coverage_words(result: dict[str, Any]) -> str:
    tasks, flows = result["user_tasks"], result["flows"]
    return (
        f"{result['cases']} cases: {result['ended']} ended, {result['stuck']} stuck, longest {result['longest']}\n"
        f"user tasks taken: {tasks['taken']} of {tasks['total']}\n"
        f"flows taken: {flows['taken']} of {flows['total']}"
    )


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
    """Close an account and end its sessions."""
    _act(lambda session: agencies.close_user(session, username, now=now()))


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
    for fault in broken:
        click.echo(f"chain {fault.chain}, line {fault.seq}: {fault.why}")
    if broken:
        raise SystemExit(1)
    click.echo("The audit is whole.")


if __name__ == "__main__":
    ihala()
