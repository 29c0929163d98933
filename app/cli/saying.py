"""Refusals as the command line says them."""

from collections.abc import Callable
from typing import Any

import click

from app.errors import Invalid, Refusal


def said(deed: Callable[[], Any]) -> Any:
    """Run a deed; a refusal becomes a sentence and exit code 1."""
    try:
        return deed()
    except Invalid as invalid:
        lines = [str(invalid)] + [f"  {name}: {m}" for name, found in invalid.fields.items() for m in found]
        raise click.ClickException("\n".join(lines)) from None
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from None
