"""Whether a pruned case goes on exactly as an unpruned one, and whether joins ever fire too early.

    python benchmarks/engine_equivalence.py [--random 1000] [--labour-seconds 240] [--seed 1]

Every random run is taken twice with the same choices: once as the engine runs, once with nothing cut away. After
every act the open steps with their parties, forms and calls, the resting places, what was passed, the decisions, the
next due moment and the end are compared. In the random drawings an oracle of its own, which knows the blocks from how
they were made and nothing of the engine, says of each join that fired whether work inside it was still open.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[1]))

from app import engine
from app.engine import ProcessModel, Snapshot, instance
from tests.engine.diagrams import Blocks

ROOT = Path(__file__).parents[1]
NOW = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
MAX_ACTS = {"random": 60, "timed": 90, "labour": 150}
TICKS = {"random": 0.2, "timed": 0.5, "labour": 0.2}
Moment = dict[str, object]


@contextmanager
def nothing_cut() -> Iterator[None]:
    """The engine without pruning."""
    kept = instance.prune
    instance.prune = lambda running: None
    try:
        yield
    finally:
        instance.prune = kept


def seen(snapshot: Snapshot) -> Moment:
    """What the house can see of a case; ids of tasks are made at random and left out."""
    return {
        "open": sorted(
            (t.process_id, t.element_id, str(t.party), str(t.step.form), tuple(c.element_id for c in t.path))
            for t in snapshot.open
        ),
        "positions": sorted(snapshot.positions),
        "passed": sorted((p.process_id, p.element_id) for p in snapshot.passed),
        "statuses": sorted(snapshot.statuses),
        "data": snapshot.data,
        "next due": snapshot.next_due,
        "ended": snapshot.ended,
        "outcome": snapshot.outcome,
    }


def answers(model: ProcessModel, random: Random) -> dict[str, object]:
    """A value for every declared variable."""
    found: dict[str, object] = {}
    for variable in model.variables.values():
        if variable.type == "boolean":
            found[variable.name] = random.random() < 0.5
        elif variable.type == "number":
            found[variable.name] = random.randint(0, 9)
        else:
            found[variable.name] = random.choice(variable.values or ("a", "b"))
    return found


class Timed(Blocks):
    """Timers beside steps, each with a fork of its own: in a loop several rounds of one join are open at once."""

    def _task(self, depth: int) -> tuple[str, str]:
        first, last = super()._task(depth)
        if self.random.random() < 0.4:
            names = [self._name(kind) for kind in ("timer", "split", "join", "over", "u", "v")]
            timer, split, join, over, *beside = names
            self.drawing.timer(timer, first, "PT2H", interrupting=False)
            for kind, name in (("parallelGateway", split), ("parallelGateway", join), ("endEvent", over)):
                self.drawing.node(kind, name)
            self.drawing.line(timer, split)
            self.drawing.line(join, over)
            for task in beside:
                more = self.drawing.task(f"{task}_more")
                self.drawing.line(split, self.drawing.task(task), more, join)
        return first, last


class Run:
    """One case with its random choices; the same seed chooses the same as long as the case stands the same."""

    def __init__(self, model: ProcessModel, seed: str, kind: str) -> None:
        self.model, self.random, self.limit, self.ticks = model, Random(seed), MAX_ACTS[kind], TICKS[kind]
        self.early: list[str] = []
        self.largest = 0

    def moments(self, scopes: dict[str, set[str]]) -> list[Moment]:
        """How the case stood after every act."""
        now = NOW
        snapshot = engine.start(self.model, now=now)
        found = [seen(snapshot)]
        while not snapshot.ended and len(found) <= self.limit:
            before, acted = snapshot, None
            due = snapshot.next_due
            if due is not None and (not snapshot.open or self.random.random() < self.ticks):
                now = max(now, due)
                snapshot = engine.tick(self.model, snapshot.state, now=now)
            elif snapshot.open:
                now += timedelta(minutes=self.random.randint(1, 600))
                acted = self.random.choice(sorted(snapshot.open, key=lambda t: t.element_id))
                data = answers(self.model, self.random)
                snapshot = engine.complete(self.model, snapshot.state, acted.id, data, now=now)
            else:
                found.append({"stuck": True})
                break
            self.judge(before, snapshot, acted.id if acted else None, scopes)
            self.largest = max(self.largest, len(snapshot.state))
            found.append(seen(snapshot))
        return found

    def judge(
        self, before: Snapshot, after: Snapshot, acted: str | None, scopes: dict[str, set[str]]
    ) -> None:
        """The oracle: a join that fired while a step between its split and itself stayed open fired early."""
        stayed = {t.id for t in before.open} - {acted}
        still_open = {t.element_id for t in after.open if t.id in stayed}
        fired = (p.element_id for p in after.passed if p.element_id in scopes)
        self.early.extend(join for join in fired if scopes[join] & still_open)


def twice(
    model: ProcessModel, seed: str, kind: str, scopes: dict[str, set[str]], counts: Counter[str]
) -> None:
    """One run pruned and unpruned; counts what differs."""
    pruned = Run(model, seed, kind)
    one = pruned.moments(scopes)
    with nothing_cut():
        whole = Run(model, seed, kind)
        other = whole.moments(scopes)
    counts["runs"] += 1
    counts["acts"] += len(one) - 1
    counts["ended"] += bool(one[-1].get("ended"))
    counts["stuck"] += "stuck" in one[-1]
    counts["early joins"] += len(pruned.early) + len(whole.early)
    counts["joins judged"] += sum(
        1 for moment in one for _, element in moment.get("passed", ()) if element in scopes
    )
    counts["largest state pruned"] = max(counts["largest state pruned"], pruned.largest)
    counts["largest state unpruned"] = max(counts["largest state unpruned"], whole.largest)
    if one != other:
        counts["differing runs"] += 1
        at = next((n for n, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), -1)
        words = [key for key in one[at] if one[at].get(key) != other[at].get(key)]
        print(f"{kind} {seed}: act {at} differs in {', '.join(words)}")


def random_drawings(runs: int, seed: int, *, timed: bool) -> Counter[str]:
    """Runs over random block drawings, five of each; the oracle knows one round at a time, so not with timers."""
    counts: Counter[str] = Counter()
    for number in range(runs):
        blocks = (Timed if timed else Blocks)(seed * 1_000_000 + number // 5)
        model = engine.read(blocks.drawing.xml())
        kind, scopes = ("timed", {}) if timed else ("random", blocks.scopes)
        twice(model, f"{seed}/{number}", kind, scopes, counts)
    counts["drawings"] = (runs + 4) // 5
    return counts


def labour(seconds: float, seed: int) -> Counter[str]:
    """Runs over the labour procedure, timers included, for so many seconds."""
    files = {path.stem: path.read_bytes() for path in sorted((ROOT / "processes").glob("*.bpmn"))}
    model = engine.read(files["labour_case"], files)
    counts: Counter[str] = Counter()
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        twice(model, f"{seed}/{counts['runs']}", "labour", {}, counts)
    return counts


def main() -> int:
    """Print both tables; 1 when anything differed or fired early."""
    ask = argparse.ArgumentParser()
    ask.add_argument("--random", type=int, default=1_000)
    ask.add_argument("--labour-seconds", type=float, default=240)
    ask.add_argument("--seed", type=int, default=1)
    asked = ask.parse_args()
    wrong = 0
    for name, counts in (
        ("random drawings", random_drawings(asked.random, asked.seed, timed=False)),
        ("random drawings with timers", random_drawings(asked.random, asked.seed, timed=True)),
        ("labour_case", labour(asked.labour_seconds, asked.seed)),
    ):
        print(name)
        for word in ("differing runs", "early joins", "stuck"):
            counts.setdefault(word, 0)
            wrong += counts[word]
        for word, count in sorted(counts.items()):
            print(f"  {word:24}{count:>10,}")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
