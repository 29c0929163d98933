"""What is shared while one form file is read: the problems found so far and the FEEL of the file."""

from dataclasses import dataclass, field
from typing import Any, Literal

from app.errors import Message, say
from app.feel import Expression, FeelInvalid, analyse, compile_expression
from app.forms.field import CHOICES, LISTS, TEXTS
from app.forms.parse import Json, shown

ROW_TYPES = {"this": "any", "i": "list"}


@dataclass
class Reading:
    """Collects every problem of a file, so that its author sees them all at once.

    `types` maps each name an expression may use to its FEEL type; it is complete before the first
    expression is compiled, as the declared names decide how an expression is parsed.
    """

    types: dict[str, str]
    problems: list[Message] = field(default_factory=list)

    def refuse(self, message: Message) -> None:
        """Note one problem."""
        self.problems.append(message)

    def compile(
        self, where: str, text: object, *, mode: Literal["expression", "unary"], in_row: bool = False
    ) -> Expression | None:
        """The expression behind the sign = that form-js asks for; None and a problem if there is none.

        Mode "unary" is for conditions, which form-js evaluates as unary tests.
        """
        if not isinstance(text, str) or not text.startswith("="):
            self.refuse(say("“%(field)s”: an expression starts with the sign =.", field=shown(where)))
            return None
        types = {**ROW_TYPES, **self.types} if in_row else self.types
        try:
            expression = compile_expression(text[1:], types.keys(), mode=mode)
        except FeelInvalid as wrong:
            self.refuse(say("“%(field)s”: %(problem)s", field=shown(where), problem=wrong.message))
            return None
        self._judge(where, expression, types)
        return expression

    def _judge(self, where: str, expression: Expression, types: dict[str, str]) -> None:
        unknown = sorted(expression.names - types.keys())
        for name in unknown:
            self.refuse(
                say(
                    "“%(field)s”: the expression asks for “%(name)s”, which is no field of this form.",
                    field=shown(where),
                    name=shown(name),
                )
            )
        if unknown:
            return
        for finding in analyse(expression, types):
            if finding.severity == "error":
                self.refuse(say("“%(field)s”: %(problem)s", field=shown(where), problem=finding.message))


def types_of(components: object) -> dict[str, str]:
    """Key -> FEEL type of every field outside dynamic lists; ignores what is not well formed."""
    types: dict[str, str] = {}
    for component in components if isinstance(components, list) else []:
        if not isinstance(component, dict):
            continue
        key = component.get("path") if component.get("type") == "dynamiclist" else component.get("key")
        if component.get("type") == "group":
            types.update(types_of(component.get("components")))
        elif isinstance(key, str):
            types[key] = _type_of(component)
    return types


def _type_of(component: Json) -> str:
    kind = str(component.get("type"))
    if kind in TEXTS or kind == "datetime":
        return "string"
    if kind in LISTS or kind == "dynamiclist":
        return "list"
    if kind in CHOICES:
        values = component.get("values")
        options = values if isinstance(values, list) else []
        kinds = {_scalar_type(option.get("value")) for option in options if isinstance(option, dict)}
        return kinds.pop() if len(kinds) == 1 else "any"
    return {"number": "number", "checkbox": "boolean"}.get(kind, "any")


def _scalar_type(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    return "string" if isinstance(value, str) else "number"
