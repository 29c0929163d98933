"""The built-in functions, by name. Importing a family registers its functions."""

from app.feel.builtins import aggregates, contexts, conversion, lists, moments, numbers, patterns, strings
from app.feel.builtins.registry import BUILTINS, Builtin

FAMILIES = (aggregates, contexts, conversion, lists, moments, numbers, patterns, strings)

__all__ = ["BUILTINS", "FAMILIES", "Builtin"]
