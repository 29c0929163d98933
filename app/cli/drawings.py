"""Drawings on the command line: would they run, and what do random walks reach?"""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import click
import orjson

from app import engine, seeding
from app.cli.saying import said
from app.definitions import checks

READ_AT_MOST = 6 * 1024 * 1024
"""Bytes of a drawing that are read; the engine refuses more than 5 MB."""


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def check(files: tuple[Path, ...], as_json: bool) -> None:
    """Say whether drawings would run, and every problem they have."""
    forms_of, all_run = cache(_forms), True
    for file in files:
        result = _checked(file, forms_of)
        all_run &= result["runs"]
        if as_json:
            click.echo(orjson.dumps(result).decode())
        else:
            _echo_result(result)
    raise SystemExit(0 if all_run else 1)


def _checked(file: Path, forms_of: Callable[[Path], Mapping[str, bytes]]) -> dict[str, Any]:
    shown = str(file).encode(errors="replace").decode()
    try:
        drawings = _drawings(file)
    except OSError as error:
        problem = {
            "element": None,
            "code": "unreadable",
            "severity": "error",
            "message": f"The file cannot be read: {error.strerror}.",
        }
        return {"file": shown, "runs": False, "publishable": False, "problems": [problem]}
    found = checks.problems(file.stem, drawings, forms_of(file.parent.parent / "forms"))
    severities = {p.severity for p in found}
    return {
        "file": shown,
        "runs": "error" not in severities,
        "publishable": not severities & {"error", "unbound"},
        "problems": [
            {"element": p.element, "code": p.code, "severity": p.severity, "message": str(p.message)}
            for p in found
        ],
    }


def _forms(folder: Path) -> dict[str, bytes]:
    """The forms that belong to a folder of drawings; those of this repository where it has none."""
    forms_at = folder if folder.is_dir() else seeding.ROOT / "forms"
    return {f.stem: f.read_bytes() for f in sorted(forms_at.glob("*.form"))}


def _drawings(file: Path) -> dict[str, bytes]:
    """A drawing and all that it calls and that lies beside it, by the process id that the file names say."""
    found = {file.stem: _bytes(file)}
    waiting = [file.stem]
    while waiting:
        for name in sorted(engine.calls(found[waiting.pop()]) - set(found)):
            if Path(name).name == name and (beside := _beside(file.with_name(f"{name}.bpmn"))) is not None:
                found[name] = beside
                waiting.append(name)
    return found


def _beside(file: Path) -> bytes | None:
    try:
        return _bytes(file) if file.is_file() else None
    except OSError:  # a name the file system does not take, or a file closed to us: it is not there
        return None


def _bytes(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(READ_AT_MOST)


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
