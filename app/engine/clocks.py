"""Other times for the steps of a drawing: only the clocks change, the drawing stays as it was drawn."""

from collections.abc import Mapping
from typing import Any

from lxml import etree

from app.engine import drawing
from app.engine.reading import Unreadable, tree


def with_clocks(xml: bytes, clocks: Mapping[str, tuple[int, str]]) -> bytes:
    """The drawing with these clocks by element id: an amount, and workingDays, hours or minutes.

    Elements that are not there, or have no clock to set, are passed over: a newer drawing may have dropped them.
    The bytes come back as they were where nothing changes or nothing can be read.
    """
    if not clocks:
        return xml
    try:
        root = tree(xml)
    except Unreadable:
        return xml
    nodes = [node for process in drawing.processes(root) for node in drawing.flow_nodes(process)]
    changed = [_set(node, *clocks[node.get("id")]) for node in nodes if node.get("id") in clocks]
    if not any(changed):
        return xml
    return bytes(etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8"))


def _set(node: Any, amount: int, unit: str) -> bool:
    """Set the clock of a step; gives back whether it was another one."""
    clock = drawing.extension(node, "clock")
    if clock is None or (clock.get("amount"), clock.get("unit")) == (str(amount), unit):
        return False
    clock.set("amount", str(amount))
    clock.set("unit", unit)
    return True
