"""Reads a drawing as hostile input: no document type, no entities, no network, bounded; then the BPMN schema."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree
from SpiffWorkflow.spiff.parser.process import VALIDATOR

from app.engine.model import Problem
from app.errors import say

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
IHALA = "urn:ihala:bpmn:1"
MAX_BYTES = 5 * 1024 * 1024
MAX_ELEMENTS = 20_000
MAX_SCHEMA_PROBLEMS = 20
DATA_MAPPINGS = ("dataInputAssociation", "dataOutputAssociation", "ioSpecification")
"""How BPMN says what data a step reads and writes; here the answers of forms set variables instead."""
DRAWN_ONLY = frozenset(
    f"{{{BPMN}}}{name}"
    for name in (
        *DATA_MAPPINGS,
        *(
            "dataObject",
            "dataObjectReference",
            "dataStoreReference",
            "association",
            "textAnnotation",
            "group",
        ),
        *("category", "documentation", "extensionElements", "incoming", "outgoing", "conditionExpression"),
    )
)
TIMERS = ("timeDuration", "timeDate", "timeCycle")
BOOLEANS = ("isExecutable", "cancelActivity", "triggeredByEvent", "isForCompensation")
NAMESPACE = re.compile(r"\{[^}]*\}")


@dataclass(frozen=True)
class Unreadable(Exception):
    """The text is not a drawing that can be looked at further."""

    problem: Problem


def tree(xml: bytes) -> Any:
    """The parsed drawing; raises Unreadable with the one thing that is wrong."""
    if len(xml) > MAX_BYTES:
        raise _unreadable(
            "too-large", say("The file is larger than 5 MB. Split the procedure into called ones.")
        )
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )
    try:
        root = etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _unreadable("not-xml", say("This is not XML: %(why)s.", why=str(error)[:200])) from None
    document: Any = root.getroottree()
    if document.docinfo.doctype:
        raise _unreadable("doctype", say("A document type is not allowed in a drawing. Remove the DOCTYPE."))
    if root.tag != f"{{{BPMN}}}definitions":
        raise _unreadable("not-bpmn", say("This is not a BPMN drawing: it does not begin with definitions."))
    if sum(1 for _ in root.iter()) > MAX_ELEMENTS:
        raise _unreadable("too-many-elements", say("The drawing has more than 20,000 elements. Split it."))
    _spell_out(root)
    return root


def _spell_out(root: Any) -> None:
    """XML writes yes as true or 1; the library knows true only, and takes any triggeredByEvent for a yes."""
    for name in BOOLEANS:
        for node in root.iterfind(f".//*[@{name}]"):
            said = node.get(name).strip()
            node.set(name, {"1": "true", "0": "false"}.get(said, said))
            if name == "triggeredByEvent" and node.get(name) == "false":
                del node.attrib[name]


def schema_problems(root: Any) -> Iterator[Problem]:
    """Where the drawing leaves the BPMN 2.0 schema: an error in what runs, elsewhere only a warning.

    The places of shapes, associations and data are drawn and not run. A flow without its beginning or end is
    told by the checks of flows.
    """
    VALIDATOR.preprocess(root)
    if VALIDATOR.validator.validate(root):
        return
    told: set[tuple[Any, str]] = set()
    for fault in VALIDATOR.validator.error_log:
        node, why = (
            _faulty(root, fault),
            NAMESPACE.sub("", fault.message).partition(" Expected is")[0].rstrip(". "),
        )
        if node.tag == bpmn("sequenceFlow") and "Ref' is required" in why:
            continue
        place = next((n.get("id") for n in (node, *node.iterancestors()) if n.get("id")), None)
        if len(told) < MAX_SCHEMA_PROBLEMS and (place, why) not in told:
            told.add((place, why))
            yield _schema_problem(node, place, fault.line, why[:200])


def _schema_problem(node: Any, place: str | None, line: int, why: str) -> Problem:
    around = [node.tag, *(n.tag for n in node.iterancestors())]
    if bpmn("process") in around and not DRAWN_ONLY & set(around):
        message = say(
            "BPMN does not allow line %(line)s: %(why)s. Mend it, or save the drawing in a BPMN tool anew.",
            line=line,
            why=why,
        )
        return Problem(place, "schema", "error", message)
    message = say(
        "Line %(line)s is not as BPMN wants it: %(why)s. Cases run all the same; other tools may object.",
        line=line,
        why=why,
    )
    return Problem(place, "schema", "warning", message)


def _faulty(root: Any, fault: Any) -> Any:
    """The element a message of the schema is about; the whole drawing where that cannot be told."""
    try:
        found = root.xpath(fault.path or ".", namespaces={k: v for k, v in root.nsmap.items() if k})
    except etree.XPathError:
        found = [node for node in root.iter() if node.sourceline == fault.line]
    return found[0] if found else root


def _unreadable(code: str, message: Any) -> Unreadable:
    return Unreadable(Problem(None, code, "error", message))


def bpmn(name: str) -> str:
    """The qualified name of a BPMN element."""
    return f"{{{BPMN}}}{name}"


def ihala(name: str) -> str:
    """The qualified name of one of our own elements or attributes."""
    return f"{{{IHALA}}}{name}"
