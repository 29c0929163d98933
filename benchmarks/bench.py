"""How long completing a step takes, what it writes, and the least it could cost: `ihala bench --json`."""

import argparse
import base64
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median
from time import perf_counter
from typing import Any

import orjson

from app.config import Settings
from app.factory import create_app
from benchmarks import startup
from benchmarks.floor import Floor
from benchmarks.house import NOW, House
from tests.people import Person

SOP, LOOPING, TEN = "sop_29_user_tasks", "sop_29_user_tasks_looping", "ten_user_tasks"
POINTS = (10, 50, 90)
WATCH, LOOP = "t28", "t22"
DATA_KEY = base64.b64encode(b"benchmarks seal their answers!!!").decode()


@dataclass(frozen=True)
class Amount:
    """How much is measured: cases at each point, rounds of the loop, starts of a process."""

    cases: int = 40
    rounds: tuple[int, int] = (100, 4000)
    starts: int = 5


@dataclass
class Samples:
    """What was measured at one point of a case, in seconds and bytes."""

    command: list[float] = field(default_factory=list)
    floor: list[float] = field(default_factory=list)
    state: list[int] = field(default_factory=list)


def main(arguments: list[str] | None = None) -> None:
    """The command line of the benchmark."""
    parser = argparse.ArgumentParser(prog="ihala bench", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    parser.add_argument("--database", metavar="URL", help="an empty database; a fresh SQLite file otherwise")
    parser.add_argument("--cases", type=int, default=Amount.cases, help="cases measured at each point")
    parser.add_argument("--rounds", type=int, default=Amount.rounds[1], help="rounds of the long loop")
    chosen = parser.parse_args(arguments)
    amount = Amount(chosen.cases, (Amount.rounds[0], chosen.rounds))
    with _database(chosen.database) as url:
        found = measure(url, amount)
    print(orjson.dumps(found).decode() if chosen.json else table(found))


def measure(url: str, amount: Amount) -> dict[str, Any]:
    """All figures on one empty database."""
    settings = Settings(url, "benchmark " * 4, base64.b64decode(DATA_KEY), demo=True, secure_cookies=False)
    house = House(settings)
    floor, people = Floor(house.database), _People(house)
    sop = {str(point): samples for point, samples in _points(house, floor, SOP, amount).items()}
    sop |= _loops(house, floor, amount)
    ten = {str(point): samples for point, samples in _points(house, floor, TEN, amount).items()}
    found = {
        "database": house.database.engine.dialect.name,
        **_over_http(house, people, amount),
        **_medians(sop),
        **_counts(house, people),
        "ten_user_tasks": _medians(ten),
        **startup.figures(settings, DATA_KEY, times=amount.starts),
    }
    floor.close()
    house.database.engine.dispose()
    return found


def _points(house: House, floor: Floor, key: str, amount: Amount) -> dict[int, Samples]:
    """Fresh cases, each brought to each point in turn, where its next completion is measured."""
    length = _length(house, key)
    found = {point: Samples() for point in POINTS}
    for _ in range(amount.cases):
        case_id, done = house.open_case(key), 0
        for point, samples in found.items():
            house.bring_on(case_id, length * point // 100 - done)
            _sample(house, floor, case_id, samples)
            done = length * point // 100 + 1
    return found


def _length(house: House, key: str) -> int:
    case_id, length = house.open_case(key), 0
    while not house.is_closed(case_id):
        house.bring_on(case_id, 1)
        length += 1
    return length


def _loops(house: House, floor: Floor, amount: Amount) -> dict[str, Samples]:
    """Cases with a branch that has looped so often, while a second stays open; measured in turn."""
    cases = {rounds: _looped(house, rounds) for rounds in amount.rounds}
    found = {rounds: Samples() for rounds in cases}
    for _ in range(amount.cases):
        for rounds, case_id in cases.items():
            _sample(house, floor, case_id, found[rounds], leave=WATCH, ready=False)
    return {f"loop{rounds}": samples for rounds, samples in found.items()}


def _looped(house: House, rounds: int) -> int:
    case_id = house.open_case(LOOPING)
    while house.take(case_id, leave=WATCH)[1].element_id != LOOP:
        house.bring_on(case_id, 1, leave=WATCH)
    house.bring_on(case_id, 2 * rounds, leave=WATCH, ready=False)
    return case_id


def _sample(
    house: House, floor: Floor, case_id: int, samples: Samples, *, leave: str = "", **decisions: bool
) -> None:
    member, step = house.take(case_id, leave=leave)
    procedure, stored = house.procedure(case_id), house.state(case_id)
    answers = house.answers(step, **decisions)
    variables = procedure.forms[step.form_id or 0].variables(answers)
    samples.state.append(len(stored))
    samples.floor.append(floor.once(procedure.model, stored, step.engine_id, variables, NOW))
    before = perf_counter()
    house.complete(member, step, answers)
    samples.command.append(perf_counter() - before)


class _People:
    """The members of the house, signed in over HTTP."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._app = create_app(house.settings, house.database)
        self._signed_in: dict[str, Person] = {}

    def ready_to_complete(self, case_id: int) -> Callable[[], None]:
        """The one request that completes the next step of a case, its step claimed and its answers at hand."""
        member, step = self._house.take(case_id)
        answers, name = self._house.answers(step), member.username
        person = self._signed_in.get(name) or Person.signed_in(self._app, name)
        self._signed_in[name] = person

        def request() -> None:
            answer = person.complete(step.id, answers)
            assert answer.status_code == 200, answer.text

        return request


def _over_http(house: House, people: _People, amount: Amount) -> dict[str, float]:
    """The median of one request that completes a step in the middle of a case."""
    middle, times = _length(house, SOP) // 2, []
    for _ in range(amount.cases):
        case_id = house.open_case(SOP)
        house.bring_on(case_id, middle)
        request = people.ready_to_complete(case_id)
        before = perf_counter()
        request()
        times.append(perf_counter() - before)
    return {"complete_http_ms": _ms(times)}


def _counts(house: House, people: _People) -> dict[str, float]:
    """Statements and commits of the requests of one whole case, and the rows it leaves behind."""
    before, counted = house.rows(), []
    case_id = house.open_case(SOP)
    while not house.is_closed(case_id):
        request = people.ready_to_complete(case_id)
        with house.counting() as each:
            request()
        counted.append(each)
    return {
        "sql_per_complete": median(each.statements for each in counted),
        "sql_per_complete_most": max(each.statements for each in counted),
        "commits_per_complete": max(each.commits for each in counted),
        "rows_per_case": house.rows() - before,
    }


def _medians(points: dict[str, Samples]) -> dict[str, dict[str, float]]:
    return {
        "complete_command_ms": {key: _ms(samples.command) for key, samples in points.items()},
        "floor_ms": {key: _ms(samples.floor) for key, samples in points.items()},
        "times_floor": {
            key: round(median(samples.command) / median(samples.floor), 2) for key, samples in points.items()
        },
        "state_bytes": {key: int(median(samples.state)) for key, samples in points.items()},
    }


def _ms(seconds: list[float]) -> float:
    return round(1000 * median(seconds), 3)


def table(found: dict[str, Any]) -> str:
    """The figures for reading: one line for each point, then the rest."""
    lines = [f"{'':24}{'command ms':>12}{'floor ms':>12}{'times':>8}{'state bytes':>13}"]
    for title, part in (("", found), ("ten tasks, ", found["ten_user_tasks"])):
        for key, command in part["complete_command_ms"].items():
            floor, times, size = (part[name][key] for name in ("floor_ms", "times_floor", "state_bytes"))
            lines.append(f"{title + key:24}{command:12.3f}{floor:12.3f}{times:8.2f}{size:13}")
    lines += [f"{name:24}{value:>12}" for name, value in found.items() if not isinstance(value, dict)]
    return "\n".join(lines)


@contextmanager
def _database(url: str | None) -> Iterator[str]:
    if url:
        yield url
        return
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{folder}/bench.db"


if __name__ == "__main__":
    main()
