"""Drawings on the command line: would they run, and what do random walks reach?"""

from pathlib import Path
from typing import Any

import click
import orjson

from app import engine, seeding
from app.cli.saying import said
from app.definitions import checks


@click.command()
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


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--cases", default=100, show_default=True, type=click.IntRange(min=1))
@click.option("--seed", "seed_", default=1, show_default=True)
@click.option("--json", "as_json", is_flag=True)
def simulate(file: Path, cases: int, seed_: int, as_json: bool) -> None:
    """Walk a drawing at random, timers included, and count what was reached."""
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
