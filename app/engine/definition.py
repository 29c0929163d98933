"""BPMN XML -> ProcessModel, or every problem at once: the only way a drawing enters the house."""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from types import MappingProxyType
from typing import Any

from lxml import etree

from app import feel
from app.engine import checks, drawing
from app.engine.durations import is_literal
from app.engine.library import Specification
from app.engine.model import DefinitionInvalid, Problem, ProcessModel, Step, Variable
from app.engine.reading import Unreadable, ihala, schema_problems, tree
from app.engine.returning import returns
from app.errors import say


def check(xml: bytes, called: Mapping[str, bytes] | None = None) -> tuple[Problem, ...]:
    """Every problem of a drawing and of what it calls; never raises, whatever the bytes are."""
    found, _ = _look(xml, called or {})
    return found


def read(xml: bytes, called: Mapping[str, bytes] | None = None) -> ProcessModel:
    """The model that all cases of this drawing share; `called` holds drawings by process id.

    Raises DefinitionInvalid when any problem is an error; the other problems stay on the model.
    """
    found, model = _look(xml, called or {})
    if model is None or any(problem.severity == "error" for problem in found):
        raise DefinitionInvalid(found)
    return model


def calls(xml: bytes) -> frozenset[str]:
    """The ids of the processes that a drawing calls; none where it cannot be read."""
    try:
        root = tree(xml)
    except Unreadable:
        return frozenset()
    return frozenset(name for process in drawing.processes(root) for name in _called_by(process))


def _look(xml: bytes, called: Mapping[str, bytes]) -> tuple[tuple[Problem, ...], ProcessModel | None]:
    try:
        roots = _roots(xml, called)
    except Unreadable as unreadable:
        return (unreadable.problem,), None
    found = list(_structure_problems(roots))
    if any(problem.severity == "error" for problem in found):
        return tuple(found), None
    try:
        model = _model(xml, roots, tuple(found))
    except RecursionError:
        message = say("The drawing nests or chains too deeply to run. Split it into called procedures.")
        return (*found, Problem(None, "too-deep", "error", message)), None
    except Exception as error:  # the library's parser raises many kinds; each of them means: cannot run
        message = say("The engine cannot read this drawing: %(why)s", why=str(error)[:300])
        return (*found, Problem(None, "unreadable-by-engine", "error", message)), None
    return tuple(found), model


def _roots(xml: bytes, called: Mapping[str, bytes]) -> dict[str, tuple[Any, Any]]:
    """The process and root of the drawing and of everything it calls, by process id, the drawing's first."""
    root = tree(xml)
    process = _main_process(root)
    found: dict[str, tuple[Any, Any]] = {process.get("id"): (process, root)}
    waiting = [process]
    while waiting:
        for name in sorted(_called_by(waiting.pop())):
            if name not in found and name in called:
                called_root = tree(called[name])
                called_process = _named_process(called_root, name)
                if called_process is not None:
                    found[name] = (called_process, called_root)
                    waiting.append(called_process)
    return found


def _called_by(process: Any) -> set[str]:
    return {
        node.get("calledElement")
        for node in drawing.flow_nodes(process)
        if drawing.tag(node) == "callActivity" and node.get("calledElement")
    }


def _main_process(root: Any) -> Any:
    everything = drawing.processes(root)
    runnable = [process for process in everything if process.get("isExecutable") == "true"]
    drawn = [process for process in everything if next(drawing.flow_nodes(process), None) is not None]
    if not everything:
        message = say("There is no process in this drawing. Draw one that begins with a start event.")
        raise Unreadable(Problem(None, "no-process", "error", message))
    if not runnable and len(drawn) > 1:
        message = say(
            "None of the %(count)s processes is marked as executable. Mark the one that is to run.",
            count=len(drawn),
        )
        raise Unreadable(Problem(drawn[0].get("id"), "not-executable", "error", message))
    if len(runnable) > 1:
        message = say("The drawing holds several executable processes. Put each in a file of its own.")
        raise Unreadable(Problem(runnable[1].get("id"), "several-processes", "error", message))
    process = (runnable or drawn or everything)[0]
    if not process.get("id"):
        message = say("The process has no id. Give it one.")
        raise Unreadable(Problem(None, "process-without-id", "error", message))
    return process


def _named_process(root: Any, name: str) -> Any | None:
    return next((p for p in drawing.processes(root) if p.get("id") == name), None)


def _structure_problems(roots: Mapping[str, tuple[Any, Any]]) -> Iterator[Problem]:
    main, _ = next(iter(roots.values()))
    if main.get("isExecutable") != "true":
        message = say("The process is not marked as executable. Mark it so that it can run.")
        yield Problem(main.get("id"), "not-executable", "error", message)
    quick = checks.quick_processes({name: process for name, (process, _) in roots.items()})
    for process, root in roots.values():
        yield from schema_problems(root)
        yield from checks.problems(process, root, _variables([process]), frozenset(roots), quick)
    yield from checks.variable_problems(process for process, _ in roots.values())
    yield from checks.call_problems({name: _called_by(process) for name, (process, _) in roots.items()})


def _variables(processes: Any) -> dict[str, Variable]:
    found: dict[str, Variable] = {}
    for process in processes:
        for variable in drawing.variables(process):
            found.setdefault(variable.name, variable)
    return found


def _model(xml: bytes, roots: Mapping[str, tuple[Any, Any]], problems: tuple[Problem, ...]) -> ProcessModel:
    key = next(iter(roots))
    processes = {name: process for name, (process, _) in roots.items()}
    steps = {(s.process_id, s.element_id): s for p in processes.values() for s in drawing.steps(p)}
    names = {name: drawing.name_of(process, root) for name, (process, root) in roots.items()}
    variables = _variables(processes.values())
    texts = sorted({text for p in processes.values() for text in checks.expressions_of(p)})
    expressions = {t: feel.compile_expression(t, variables) for t in texts if not is_literal(t)}
    trees = [root for _, root in roots.values()]
    declared = {name: {v.name: v for v in drawing.variables(p)} for name, p in processes.items()}
    process = processes[key]
    return ProcessModel(
        key=key,
        name=names[key].name,
        name_ar=names[key].name_ar,
        category=process.get(ihala("category")),
        reference=process.get(ihala("reference")) == "true",
        xml=xml,
        digest=_digest(xml, roots),
        steps=MappingProxyType(steps),
        flows=MappingProxyType(_flows(processes)),
        variables=MappingProxyType(variables),
        processes=tuple(processes),
        process_names=MappingProxyType(names),
        problems=problems,
        library=Specification(key, trees, MappingProxyType(expressions), declared),
        back=MappingProxyType(_returns(processes, steps)),
        outgoing=MappingProxyType(_outgoing(processes)),
        owners=MappingProxyType({element: process for process, element in steps}),
    )


def _digest(xml: bytes, roots: Mapping[str, tuple[Any, Any]]) -> str:
    total = sha256(xml)
    for name, (_, root) in roots.items():
        total.update(name.encode() + _canonical(root))
    return total.hexdigest()


def _canonical(root: Any) -> bytes:
    try:
        return bytes(etree.tostring(root, method="c14n"))
    except etree.LxmlError:  # there is no canonical form where a namespace is relative; tools do write those
        return bytes(etree.tostring(root))


def _flows(processes: Mapping[str, Any]) -> dict[tuple[str, str], tuple[str, str]]:
    return {
        (name, flow.get("id")): (flow.get("sourceRef"), flow.get("targetRef"))
        for name, process in processes.items()
        for flow in drawing.sequence_flows(process)
    }


def _outgoing(processes: Mapping[str, Any]) -> dict[tuple[str, str], tuple[tuple[str, str], ...]]:
    found: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {}
    for (name, flow), (source, target) in _flows(processes).items():
        found[name, source] = (*found.get((name, source), ()), (flow, target))
    return found


def _returns(
    processes: Mapping[str, Any], steps: Mapping[tuple[str, str], Step]
) -> dict[tuple[str, str], tuple[str, ...]]:
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for name, process in processes.items():
        flows = [(f.get("sourceRef"), f.get("targetRef")) for f in drawing.sequence_flows(process)]
        kinds = {element: step.kind for (owner, element), step in steps.items() if owner == name}
        for element, targets in returns(kinds, flows).items():
            found[name, element] = targets
    return found
