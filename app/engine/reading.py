"""Reads a drawing as hostile input: no document type, no entities, no network, bounded; then the BPMN schema."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException
from SpiffWorkflow.spiff.parser.process import VALIDATOR

from app.engine.model import Problem
from app.errors import say

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
IHALA = "urn:ihala:bpmn:1"
MAX_BYTES = 5 * 1024 * 1024
MAX_ELEMENTS = 20_000


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
    return root


def schema_problems(root: Any) -> list[Problem]:
    """Where the drawing leaves the BPMN 2.0 schema."""
    try:
        _validator().validate(root)
    except ValidationException as error:
        return [
            Problem(None, "schema", "error", say("BPMN does not allow this: %(why)s", why=str(error)[:300]))
        ]
    return []


@cache
def _validator() -> Any:
    return VALIDATOR


def _unreadable(code: str, message: Any) -> Unreadable:
    return Unreadable(Problem(None, code, "error", message))


def bpmn(name: str) -> str:
    """The qualified name of a BPMN element."""
    return f"{{{BPMN}}}{name}"


def ihala(name: str) -> str:
    """The qualified name of one of our own elements or attributes."""
    return f"{{{IHALA}}}{name}"
