"""A running house for the browser: the application on a free port, and cases that are already under way."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from werkzeug.serving import WSGIRequestHandler, make_server

from app.cases import queries, steps
from app.cases.steps import Step
from app.config import Settings
from app.db import Database
from app.definitions import queries as definitions
from app.factory import create_app
from app.models import Case
from tests.answers import answers_for
from tests.journeys.journey import House
from tests.journeys.scripts import PLAIN


@dataclass(frozen=True)
class LiveHouse:
    """An application that answers at `url`, its database, its clock and its people."""

    url: str
    database: Database
    house: House

    def open_steps(self, case_id: int) -> dict[str, Step]:
        """The open steps of a case by their element."""
        with self.database.reading() as session:
            found = [steps.step(session, task.id) for task in queries.open_steps(session, [case_id])]
        return {step.element_id: step for step in found if step}

    def case_of(self, task_id: int) -> Case:
        """The case a step belongs to."""
        with self.database.reading() as session:
            step = steps.step(session, task_id)
            assert step
            return queries.case_of_step(session, step.case_id)

    def answers_to(self, step: Step, **wanted: object) -> dict[str, object]:
        """Valid answers for the form of a step."""
        if step.form_id is None:
            return {}
        with self.database.reading() as session:
            case = queries.case_of_step(session, step.case_id)
            form = definitions.procedure(session, case.definition_id).forms[step.form_id]
        return answers_for(form, {**PLAIN, **wanted}, now=self.house.now)

    def take_through(self, first: int, elements: tuple[str, ...], **wanted: object) -> Case:
        """Complete steps of the case that begins with step `first`, each by somebody of its unit."""
        case = self.case_of(first)
        for element in elements:
            step = self.open_steps(case.id)[element]
            person = self.house.people.for_step(step)
            if step.assignee_id is None:
                assert person.claim(step.id).status_code == 302, element
            answer = person.complete(step.id, self.answers_to(step, **wanted))
            assert answer.status_code == 200, (element, answer.text)
        return case


class _Silent(WSGIRequestHandler):
    """Keeps the list of requests out of the reports of failed tests."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        return


@contextmanager
def living(settings: Settings) -> Iterator[LiveHouse]:
    """Serve the application of `settings` on a free port of this machine until the test is over."""
    database = Database(settings)
    app = create_app(settings, database)
    house = House(app, database)
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Silent)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield LiveHouse(f"http://127.0.0.1:{server.server_port}", database, house)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        database.engine.dispose()


@dataclass(frozen=True)
class UnderWay:
    """Where a reader finds what: pages of cases at different places, some of them late."""

    case: str
    done: int
    held: int
    free: int


def furnish(live: LiveHouse) -> UnderWay:
    """Three cases: one in danger with its officer's work late, one quiet, one only just opened."""
    officer = live.house.people.named("epc.officer")
    done = officer.open_case()
    case = live.take_through(done, ("L01", "L02", "L03", "transport"), in_danger_now=True)
    held = live.open_steps(case.id)["L04"].id
    assert officer.claim(held).status_code == 302
    live.take_through(officer.open_case(), ("L01", "L02", "L03"))
    live.house.now += timedelta(days=4)
    free = officer.open_case()
    assert officer.post(f"/tasks/{free}/release").status_code == 302
    return UnderWay(case.number, done, held, free)
