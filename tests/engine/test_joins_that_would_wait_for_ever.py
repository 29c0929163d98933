"""A join is refused when some way through the drawing leaves it without a token, and taken when none does."""

import pytest

from app import engine
from tests.engine.diagrams import Blocks, Drawing

KINDS = {"x": "exclusiveGateway", "a": "parallelGateway", "o": "inclusiveGateway"}


def drawn(*lines: str) -> bytes:
    """Names that begin with x, a or o are gateways of their kind, s and e start and end, others steps."""
    drawing = Drawing()
    flows = [pair for line in lines for pair in zip(line.split(), line.split()[1:], strict=False)]
    first: dict[str, str] = {}
    for source, target in flows:
        decides = source[0] in "xo" and source in first
        name = drawing.flow(source, target, "x &gt; 3" if decides else "")
        first.setdefault(source, name)
    for name in dict.fromkeys(name for pair in flows for name in pair):
        if name in ("s", "e"):
            drawing.node({"s": "startEvent", "e": "endEvent"}[name], name)
        elif name[0] in KINDS:
            leaving = sum(source == name for source, _ in flows)
            decides = name[0] in "xo" and leaving > 1
            drawing.node(KINDS[name[0]], name, "", f'default="{first[name]}"' if decides else "")
        else:
            drawing.task(name)
    return drawing.xml()


def errors(xml: bytes) -> list[tuple[str | None, str]]:
    return [(problem.element, problem.code) for problem in engine.check(xml) if problem.severity == "error"]


WAITING = {
    "a choice inside one branch leads to two flows of the join": (
        "s a1 t1 x1 t2 a2 t5 e",
        "x1 t3 a2",
        "a1 t4 a2",
    ),
    "a choice joined as if it were parallel": ("s x1 t1 a1 e", "x1 t2 a1"),
    "one branch gives a token or not": ("s a1 t1 a2 e", "a1 x1 t2 x2 a2", "x1 t3 x3 e", "a1 t4 x3"),
    "a branch brings two tokens by one flow": ("s a1 t1 x1 t4 a3 e", "a1 t2 x1", "a1 t3 a3"),
    "a circle brings a second token": ("s a1 t1 x1 t3 x2 a2 e", "x2 x1", "a1 t2 a2", "a1 t5 x1"),
}


@pytest.mark.parametrize("what", WAITING)
def test_a_join_that_may_lack_a_token_is_refused(what: str) -> None:
    found = errors(drawn(*WAITING[what]))
    assert {code for _, code in found} & {"join-without-split", "flow-leaves-branch"}
    assert all(element is not None for element, _ in found)


SOUND = {
    "a join of some branches before the join of all": (
        "s a1 t1 a2 t4 a3 e",
        "a1 t2 a2",
        "a1 t3 a3",
    ),
    "a fork right behind a fork": ("s a1 t1 a3 e", "a1 a2 t2 a3", "a2 t3 a3"),
    "a choice that meets again inside a branch": ("s a1 x1 t1 x2 a2 e", "x1 t2 x2", "a1 t3 a2"),
    "a circle inside a branch": ("s a1 x1 t1 x2 a2 e", "x2 x1", "a1 t3 a2"),
    "branches that wait for one another crosswise": (
        "s a1 t1 a2 t3 a4 e",
        "a1 t2 a3 t4 a4",
        "a2 a5",
        "a3 t5 a5",
        "a5 t6 a4",
    ),
}


@pytest.mark.parametrize("what", SOUND)
def test_a_join_that_always_gets_its_tokens_is_taken_and_every_case_ends(what: str) -> None:
    xml = drawn(*SOUND[what])
    assert errors(xml) == []
    coverage = engine.simulate(engine.read(xml), cases=30, seed=1)
    assert (coverage.ended, coverage.stuck) == (30, 0)


@pytest.mark.parametrize("seed", range(40))
def test_no_block_structured_drawing_is_refused(seed: int) -> None:
    assert errors(Blocks(seed).drawing.xml()) == []


def test_a_way_that_leads_to_no_end_is_told_once() -> None:
    assert errors(drawn("s x1 t1 e", "x1 x2 t2 t3 x3 t4 x2", "x3 x2")) == [("x2", "never-ends")]


@pytest.mark.parametrize(
    "lines",
    [
        ("s x1 q x2 e", "x2 x1"),
        ("s x1 o1 x3 x2 e", "o1 x3", "x2 x1"),
    ],
)
def test_every_circle_in_which_nothing_waits_is_told_once(lines: tuple[str, ...]) -> None:
    xml = drawn(*lines).replace(b'userTask id="q"', b'intermediateThrowEvent id="q"')
    xml = xml.replace(b"</bpmn:userTask>", b"</bpmn:intermediateThrowEvent>") if b'"q"' in xml else xml
    assert [code for _, code in errors(xml) if code == "loop-without-wait"] == ["loop-without-wait"]
