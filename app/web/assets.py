"""The built front end: addresses of scripts and style sheets from the build's manifest."""

import json
from functools import cache
from pathlib import Path

from flask import Flask, url_for

MANIFEST = Path(__file__).parent.parent / "static" / "dist" / "manifest.json"


class NotBuilt(Exception):
    """The front end was not built; says how to build it."""


@cache
def _manifest() -> dict[str, dict[str, object]]:
    if not MANIFEST.exists():
        raise NotBuilt("The front end is not built. Run ./run build.")
    entries: dict[str, dict[str, object]] = json.loads(MANIFEST.read_text())
    return entries


def asset(source: str) -> str:
    """The address of a built script or style sheet, by its source."""
    return url_for("static", filename=f"dist/{_manifest()[source]['file']}")


def asset_css(source: str) -> list[str]:
    """The style sheets a script brings, those of the chunks it imports included."""
    sheets: dict[str, None] = {}
    waiting = [source]
    seen: set[str] = set()
    while waiting:
        entry = waiting.pop()
        if entry in seen:
            continue
        seen.add(entry)
        sheets.update(dict.fromkeys(_list(entry, "css")))
        waiting.extend(_list(entry, "imports"))
    return [url_for("static", filename=f"dist/{sheet}") for sheet in sheets]


def _list(entry: str, name: str) -> list[str]:
    found = _manifest()[entry].get(name, [])
    return [str(item) for item in found] if isinstance(found, list) else []


def register(app: Flask) -> None:
    """Let templates ask for assets."""
    app.add_template_global(asset, "asset")
    app.add_template_global(asset_css, "asset_css")
