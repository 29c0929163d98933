"""What can be done to a running case: complete, skip, send back, begin elsewhere, let time pass, deliver a message."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from app import engine
from app.engine import ProcessModel, Snapshot
from app.errors import Conflict, Invalid
from tests.engine.diagrams import Blocks, Drawing, straight

NOW = datetime(2026, 1, 31, 9, 30, tzinfo=UTC)
NAIVE = datetime(2026, 1, 31, 9, 30)  # noqa: DTZ001
HOUR = timedelta(hours=1)


def waiting(snapshot: Snapshot) -> list[str]:
    return sorted(task.element_id for task in snapshot.open)


def task_id(snapshot: Snapshot, element: str) -> str:
    return next(task.id for task in snapshot.open if task.element_id == element)


def complete(model: ProcessModel, snapshot: Snapshot, element: str, **data: object) -> Snapshot:
    return engine.complete(model, snapshot.state, task_id(snapshot, element), data, now=NOW)


def begun(drawing: Drawing) -> tuple[ProcessModel, Snapshot]:
    model = engine.read(drawing.xml())
    return model, engine.start(model, now=NOW)


def step_with_timer(duration: str, *, interrupting: bool) -> Drawing:
    """start -> a -> end, and a timer on a that leads to step late and an end of its own."""
    drawing = straight("a")
    drawing.timer("timer", "a", duration, interrupting=interrupting)
    drawing.task("late")
    drawing.node("endEvent", "too_late")
    drawing.line("timer", "late", "too_late")
    return drawing


def fork(joined_by: str = "parallelGateway") -> Drawing:
    drawing = straight("first", "a", "a2", "b", "after")
    drawing.flows.clear()
    drawing.node("parallelGateway", "fork")
    drawing.node(joined_by, "join")
    drawing.line("start", "first", "fork", "a", "a2", "join", "after", "end")
    drawing.line("fork", "b", "join")
    return drawing


# --- completing and skipping ---------------------------------------------------------------------


def test_a_step_that_is_done_cannot_be_done_again() -> None:
    model, first = begun(straight("a", "b"))
    second = complete(model, first, "a")
    with pytest.raises(Conflict):
        engine.complete(model, second.state, task_id(first, "a"), {}, now=NOW)


@pytest.mark.parametrize("unknown", ["", "nothing", "0" * 32, "../a"])
def test_a_step_that_never_was_cannot_be_done(unknown: str) -> None:
    model, snapshot = begun(straight("a"))
    for act in (
        lambda: engine.complete(model, snapshot.state, unknown, {}, now=NOW),
        lambda: engine.skip(model, snapshot.state, unknown, now=NOW),
        lambda: engine.send_back(model, snapshot.state, unknown, "a", now=NOW),
    ):
        with pytest.raises(Conflict):
            act()


def test_a_refused_act_leaves_the_state_as_it_was() -> None:
    model, snapshot = begun(straight("a", "b"))
    with pytest.raises(Invalid):
        complete(model, snapshot, "a", x=[1])
    assert waiting(complete(model, snapshot, "a", x=1)) == ["b"]


def test_skipping_a_step_goes_on_and_keeps_every_decision() -> None:
    model, snapshot = begun(straight("a", "b", "c"))
    snapshot = complete(model, snapshot, "a", x=7)
    snapshot = engine.skip(model, snapshot.state, task_id(snapshot, "b"), now=NOW)
    assert (waiting(snapshot), snapshot.data) == (["c"], {"x": 7})


def test_looking_at_a_case_changes_nothing() -> None:
    model, snapshot = begun(fork())
    seen = engine.current(model, snapshot.state, now=NOW)
    assert seen.state == snapshot.state
    assert (seen.open, seen.positions, seen.data) == (snapshot.open, snapshot.positions, snapshot.data)
    assert (seen.passed, seen.statuses) == ((), ())


# --- sending back --------------------------------------------------------------------------------


def test_work_sent_back_is_done_again_and_comes_back() -> None:
    model, snapshot = begun(straight("a", "b"))
    snapshot = complete(model, snapshot, "a", x=1)
    old = task_id(snapshot, "b")
    snapshot = engine.send_back(model, snapshot.state, old, "a", now=NOW)
    assert (waiting(snapshot), snapshot.data) == (["a"], {"x": 1})
    with pytest.raises(Conflict):
        engine.complete(model, snapshot.state, old, {}, now=NOW)
    snapshot = complete(model, snapshot, "a", x=2)
    assert (waiting(snapshot), snapshot.data) == (["b"], {"x": 2})
    assert complete(model, snapshot, "b").ended


def test_work_is_never_sent_back_across_a_fork_or_a_join() -> None:
    model, snapshot = begun(fork())
    snapshot = complete(model, snapshot, "first")
    for element, target in (("a", "first"), ("b", "first"), ("a", "b"), ("a", "a"), ("a", "nowhere")):
        with pytest.raises(Invalid):
            engine.send_back(model, snapshot.state, task_id(snapshot, element), target, now=NOW)
    for element in ("a", "a2", "b"):
        snapshot = complete(model, snapshot, element)
    with pytest.raises(Invalid):
        engine.send_back(model, snapshot.state, task_id(snapshot, "after"), "b", now=NOW)


def test_work_sent_back_inside_a_branch_leaves_the_other_branch_and_its_join_alone() -> None:
    model, snapshot = begun(fork())
    for element in ("first", "a"):
        snapshot = complete(model, snapshot, element)
    assert model.returns("p", "a2") == ("a",)
    snapshot = engine.send_back(model, snapshot.state, task_id(snapshot, "a2"), "a", now=NOW)
    assert waiting(snapshot) == ["a", "b"]
    for element in ("b", "a", "a2"):
        assert "after" not in waiting(snapshot)
        snapshot = complete(model, snapshot, element)
    assert waiting(snapshot) == ["after"]


def test_a_step_with_a_timer_that_is_sent_back_takes_its_timer_with_it_and_gets_a_new_one() -> None:
    drawing = Drawing()
    drawing.node("startEvent", "start")
    for task in ("a", "b", "late"):
        drawing.task(task)
    for end in ("end", "too_late"):
        drawing.node("endEvent", end)
    drawing.timer("on_a", "a", "PT2H", interrupting=False)
    drawing.timer("on_b", "b", "PT1H", interrupting=False)
    for timer in ("on_a", "on_b"):
        drawing.flow(timer, "either")
    drawing.node("exclusiveGateway", "either")
    drawing.line("start", "a", "b", "end")
    drawing.line("either", "late", "too_late")
    model, snapshot = begun(drawing)
    snapshot = complete(model, snapshot, "a")
    assert snapshot.next_due == NOW + HOUR
    later = NOW + 10 * HOUR
    snapshot = engine.send_back(model, snapshot.state, task_id(snapshot, "b"), "a", now=later)
    assert snapshot.next_due == later + 2 * HOUR
    assert waiting(engine.tick(model, snapshot.state, now=later + HOUR)) == ["a"]
    assert waiting(engine.tick(model, snapshot.state, now=later + 2 * HOUR)) == ["a", "late"]


# --- beginning elsewhere -------------------------------------------------------------------------


def test_a_case_can_begin_at_a_later_step() -> None:
    model = engine.read(fork().xml())
    snapshot = engine.start(model, at="after", data={"x": 4}, now=NOW)
    assert (waiting(snapshot), snapshot.data, snapshot.passed) == (["after"], {"x": 4}, ())
    assert complete(model, snapshot, "after").ended


@pytest.mark.parametrize(
    "at", ["nowhere", "start", "end", "fork", "join", "a", "b", "End", "Root", "p.EndJoin"]
)
def test_a_case_cannot_begin_where_it_could_not_go_on(at: str) -> None:
    """Not at gateways, events or the engine's own tasks; in a branch the join would wait for the others for ever."""
    model = engine.read(fork().xml())
    with pytest.raises(Invalid):
        engine.start(model, at=at, now=NOW)


def test_a_case_can_begin_in_a_branch_of_an_inclusive_join_which_waits_only_for_what_can_come() -> None:
    model = engine.read(fork("inclusiveGateway").xml())
    snapshot = complete(model, engine.start(model, at="a", now=NOW), "a")
    assert waiting(complete(model, snapshot, "a2")) == ["after"]


def test_a_case_cannot_begin_elsewhere_when_it_begins_in_several_places_at_once() -> None:
    drawing = fork()
    drawing.flows = [flow for flow in drawing.flows if "first" not in flow]
    drawing.nodes = [node for node in drawing.nodes if 'id="first"' not in node]
    drawing.people.remove("first")
    drawing.flow("start", "fork")
    model = engine.read(drawing.xml())
    with pytest.raises(Invalid):
        engine.start(model, at="after", now=NOW)


# --- time ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("interrupting", "after"), [(True, ["late"]), (False, ["a", "late"])])
def test_a_timer_on_a_step_fires_when_it_is_due_and_only_once(interrupting: bool, after: list[str]) -> None:
    model, snapshot = begun(step_with_timer("PT4H", interrupting=interrupting))
    assert snapshot.next_due == NOW + 4 * HOUR
    early = engine.tick(model, snapshot.state, now=NOW + 4 * HOUR - timedelta(seconds=1))
    assert (early.state, early.passed) == (snapshot.state, ())
    fired = engine.tick(model, snapshot.state, now=NOW + 4 * HOUR)
    assert (waiting(fired), fired.next_due) == (after, None)
    again = engine.tick(model, fired.state, now=NOW + 400 * HOUR)
    assert (waiting(again), again.passed) == (after, ())


def test_what_was_missed_for_months_fires_once() -> None:
    model, snapshot = begun(step_with_timer("PT1H", interrupting=False))
    late = engine.tick(model, snapshot.state, now=NOW + timedelta(days=200))
    assert waiting(late) == ["a", "late"]


def test_a_step_that_is_done_in_time_takes_its_timer_with_it() -> None:
    model, snapshot = begun(step_with_timer("PT1H", interrupting=True))
    done = complete(model, snapshot, "a")
    assert (done.ended, done.next_due) == (True, None)


def test_a_side_branch_keeps_the_case_open_until_it_ends_too() -> None:
    model, snapshot = begun(step_with_timer("PT1H", interrupting=False))
    snapshot = engine.tick(model, snapshot.state, now=NOW + HOUR)
    snapshot = complete(model, snapshot, "a")
    assert not snapshot.ended
    assert complete(model, snapshot, "late").ended


@pytest.mark.parametrize(
    ("duration", "due"),
    [
        ("P1M", datetime(2026, 2, 28, 9, 30, tzinfo=UTC)),
        ("P3M", datetime(2026, 4, 30, 9, 30, tzinfo=UTC)),
        ("P1Y1D", datetime(2027, 2, 1, 9, 30, tzinfo=UTC)),
        ("P30D", datetime(2026, 3, 2, 9, 30, tzinfo=UTC)),
        ("P2W", datetime(2026, 2, 14, 9, 30, tzinfo=UTC)),
        ("PT36H", datetime(2026, 2, 1, 21, 30, tzinfo=UTC)),
        ("PT90M", datetime(2026, 1, 31, 11, 0, tzinfo=UTC)),
        ("P1DT1H1M1S", datetime(2026, 2, 1, 10, 31, 1, tzinfo=UTC)),
        ('duration("P1M")', datetime(2026, 2, 28, 9, 30, tzinfo=UTC)),
        ('date and time("2026-02-01T00:00:00+03:00")', datetime(2026, 1, 31, 21, 0, tzinfo=UTC)),
        ('if x = 5 then "PT2H" else "PT4H"', datetime(2026, 1, 31, 11, 30, tzinfo=UTC)),
        ('duration("PT" + string(x) + "H")', datetime(2026, 1, 31, 14, 30, tzinfo=UTC)),
    ],
)
def test_the_next_due_moment_follows_from_the_timers_text(duration: str, due: datetime) -> None:
    drawing = step_with_timer(duration.replace('"', "&quot;"), interrupting=True)
    model = engine.read(drawing.xml())
    snapshot = engine.start(model, data={"x": 5}, now=NOW)
    assert snapshot.next_due == due
    assert waiting(engine.tick(model, snapshot.state, now=due - timedelta(seconds=1))) == ["a"]
    assert waiting(engine.tick(model, snapshot.state, now=due)) == ["late"]


@pytest.mark.parametrize("value", ["soon", "", "P-1D", "2026-02-01T00:00:00", None])
def test_a_timer_that_gives_no_time_says_so_instead_of_firing_at_once(value: str | None) -> None:
    drawing = step_with_timer("x", interrupting=True)
    model = engine.read(drawing.xml().replace(b'type="number"', b'type="string"'))
    with pytest.raises(Conflict, match="gives no time"):
        engine.start(model, data={"x": value}, now=NOW)


def test_a_moment_in_another_zone_is_kept_in_utc_and_the_earliest_timer_counts() -> None:
    drawing = step_with_timer("P2D", interrupting=False)
    drawing.timer("second", "a", "PT3H", interrupting=False)
    drawing.flow("second", "end")
    zone = datetime.fromisoformat("2026-01-31T12:30:00+03:00")
    snapshot = engine.start(engine.read(drawing.xml()), now=zone)
    assert snapshot.next_due == NOW + 3 * HOUR
    assert snapshot.next_due.tzinfo is UTC


def test_a_moment_without_a_zone_is_never_taken() -> None:
    model, snapshot = begun(straight("a", "b"))
    with pytest.raises(ValueError, match="aware"):
        engine.start(model, now=NAIVE)
    with pytest.raises(ValueError, match="aware"):
        engine.tick(model, snapshot.state, now=NAIVE)
    with pytest.raises(ValueError, match="aware"):
        engine.complete(model, snapshot.state, task_id(snapshot, "a"), {}, now=NAIVE)


# --- messages ------------------------------------------------------------------------------------


def test_a_message_goes_to_the_event_that_waits_for_it_with_its_answer() -> None:
    drawing = straight("a")
    drawing.flows.clear()
    drawing.node("intermediateCatchEvent", "wait", '<bpmn:messageEventDefinition id="d" messageRef="reply"/>')
    drawing.line("start", "wait", "a", "end")
    reply = b'<bpmn:message id="reply" name="embassy reply"/><bpmn:process '
    model = engine.read(drawing.xml().replace(b"<bpmn:process ", reply))
    snapshot = engine.start(model, now=NOW)
    assert (waiting(snapshot), snapshot.positions) == ([], (("p", "wait"),))
    with pytest.raises(Conflict):
        engine.correlate(model, snapshot.state, "another", {}, now=NOW)
    snapshot = engine.correlate(model, snapshot.state, "embassy reply", {"x": 3}, now=NOW)
    assert (waiting(snapshot), snapshot.data) == (["a"], {"x": 3})
    with pytest.raises(Conflict):
        engine.correlate(model, snapshot.state, "embassy reply", {}, now=NOW)


# --- parties and answers of a called procedure ---------------------------------------------------

CALLING = (
    '<bpmn:extensionElements><ihala:step party="{party}" form="{form}" stage="II" unit="LMR-INS" '
    'sensitivity="sensitive"/><ihala:clock amount="3" unit="workingDays" pausable="true"/>'
    '<ihala:escalation after="100%" to="nrm_supervisor"/></bpmn:extensionElements>'
)


def two_calls() -> tuple[bytes, dict[str, bytes]]:
    """Two calls of one referral at once: the caller's party answers, with the caller's form, clock and name."""
    caller, called = straight(), Drawing("referral")
    caller.flows.clear()
    for gateway in ("fork", "join"):
        caller.node("parallelGateway", gateway)
    for name, party, form in (("visit", "LMR", "f_visit"), ("papers", "MOI", "f_papers")):
        inside = CALLING.format(party=party, form=form)
        more = f'name="Ask for {name}" ihala:nameAr="{name} ar" calledElement="referral"'
        caller.node("callActivity", name, inside, more)
        caller.line("fork", name, "join")
    caller.line("start", "fork")
    caller.line("join", "end")
    called.node("startEvent", "start")
    called.node("endEvent", "end")
    called.task("receive", 'form="f_receive"')
    called.task("answer", 'answers="true"')
    called.line("start", "receive", "answer", "end")
    return caller.xml(), {"referral": called.xml(party="caller")}


def test_a_step_in_the_callers_lane_is_for_the_party_the_call_names() -> None:
    model = engine.read(*two_calls())
    snapshot = engine.start(model, now=NOW)
    assert {(t.path[-1].element_id, t.party) for t in snapshot.open} == {("visit", "LMR"), ("papers", "MOI")}
    assert {(t.step.form, t.step.name, t.step.clock) for t in snapshot.open} == {
        ("f_receive", "receive", None)
    }


def test_a_step_that_answers_takes_form_clock_and_name_from_the_call() -> None:
    model = engine.read(*two_calls())
    snapshot = engine.start(model, now=NOW)
    for task in snapshot.open:
        snapshot = engine.complete(model, snapshot.state, task.id, {}, now=NOW)
    answers = {t.path[-1].element_id: t for t in snapshot.open}
    assert set(answers) == {"visit", "papers"}
    step = answers["visit"].step
    assert (answers["visit"].party, answers["papers"].party) == ("LMR", "MOI")
    assert (step.form, step.name, step.name_ar) == ("f_visit", "Ask for visit", "visit ar")
    assert (step.stage, step.unit, step.sensitivity) == ("II", "LMR-INS", "sensitive")
    assert step.clock == engine.Clock(3, "workingDays", pausable=True)
    assert step.escalations == (engine.Escalation("100%", "nrm_supervisor"),)
    assert answers["papers"].step.form == "f_papers"
    assert (answers["visit"].process_id, answers["visit"].element_id) == ("referral", "answer")


# --- what is told --------------------------------------------------------------------------------


def told() -> tuple[Drawing, dict[str, str]]:
    """start -> a -> decide -> (b | end), a timer on a leads to `late`; the ids of the flows by what they join."""
    drawing = Drawing()
    drawing.node("startEvent", "start", more='ihala:status="new"')
    drawing.task("a", more='ihala:status="screening"')
    drawing.task("b", more='ihala:status="assessment"')
    drawing.node("endEvent", "end", more='ihala:status="closed"')
    drawing.node("endEvent", "too_late", more='ihala:status="overdue"')
    pairs = (("start", "a"), ("a", "decide"), ("b", "end"), ("timer", "too_late"))
    flows = {f"{source} {target}": drawing.flow(source, target) for source, target in pairs}
    flows["decide b"] = drawing.flow("decide", "b", "x &gt; 1")
    flows["decide end"] = drawing.flow("decide", "end")
    drawing.node("exclusiveGateway", "decide", "", f'default="{flows["decide end"]}"')
    drawing.timer("timer", "a", "PT1H")
    return drawing, flows


def passed(snapshot: Snapshot, flows: dict[str, str]) -> list[str]:
    words = {flow: f"{pair.replace(' ', ' -> ')}" for pair, flow in flows.items()}
    return [words.get(p.element_id, p.element_id) for p in snapshot.passed]


def test_what_was_passed_and_entered_is_told_exactly() -> None:
    drawing, flows = told()
    model, snapshot = begun(drawing)
    assert passed(snapshot, flows) == ["start", "start -> a"]
    assert snapshot.statuses == ("new", "screening")
    assert (snapshot.ended, snapshot.outcome) == (False, None)
    onward = complete(model, snapshot, "a", x=2)
    assert passed(onward, flows) == ["a", "a -> decide", "decide", "decide -> b"]
    assert onward.statuses == ("assessment",)
    last = complete(model, onward, "b")
    assert passed(last, flows) == ["b", "b -> end", "end"]
    assert (last.statuses, last.ended, last.outcome) == (("closed",), True, "end")


def test_a_short_way_to_the_end_tells_the_default_flow() -> None:
    drawing, flows = told()
    model, snapshot = begun(drawing)
    done = complete(model, snapshot, "a", x=1)
    assert passed(done, flows) == ["a", "a -> decide", "decide", "decide -> end", "end"]
    assert (done.statuses, done.outcome) == (("closed",), "end")


def test_a_timer_that_takes_the_step_away_tells_the_timer_and_not_the_step() -> None:
    drawing, flows = told()
    model, snapshot = begun(drawing)
    late = engine.tick(model, snapshot.state, now=NOW + HOUR)
    assert passed(late, flows) == ["timer", "timer -> too_late", "too_late"]
    assert (late.statuses, late.ended, late.outcome) == (("overdue",), True, "too_late")


# --- the shared model ----------------------------------------------------------------------------


def shape(model: ProcessModel) -> list[object]:
    specs = [model.library.top, *model.library.called.values()]
    return [
        (spec.name, name, tuple(task._inputs), tuple(task._outputs), type(task).__name__)
        for spec in specs
        for name, task in spec.task_specs.items()
    ]


@pytest.mark.parametrize("which", ["calls", "blocks", "timers"])
def test_fifty_cases_leave_the_shared_model_as_it_was(which: str) -> None:
    sources: dict[str, tuple[bytes, dict[str, bytes]]] = {
        "calls": two_calls(),
        "blocks": (Blocks(11).drawing.xml(), {}),
        "timers": (step_with_timer("PT1H", interrupting=False).xml(), {}),
    }
    model = engine.read(*sources[which])
    before, ended = shape(model), 0
    for seed in range(50):
        random, now = Random(seed), NOW
        snapshot = engine.start(model, now=now)
        for _ in range(12):
            if snapshot.ended:
                break
            now += HOUR
            snapshot = engine.tick(model, snapshot.state, now=now)
            task = random.choice(snapshot.open)
            snapshot = engine.complete(model, snapshot.state, task.id, {"x": random.randint(0, 9)}, now=now)
        ended += snapshot.ended
    assert ended > 0
    assert shape(model) == before
