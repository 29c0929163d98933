"""Reading a form file: everything that is wrong with it at once, or a Form that can be relied on."""

import re

from app.errors import say
from app.forms.components import MAX_FIELDS, read_components
from app.forms.field import Field, FormInvalid
from app.forms.form import Form
from app.forms.localise import arabic, shown_texts, untranslated
from app.forms.order import in_order
from app.forms.parse import Json, parse, shown
from app.forms.reading import Reading, types_of
from app.forms.schema import unfit_defaults

SCHEMA_VERSION = 19
NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
CODE = re.compile(r"F[0-9]{2}")
# form-js would compute or render these.
NOT_PLAIN = re.compile(r"^\s*=|\{\{|<[A-Za-z/!?]|\]\(")


def read(raw: bytes) -> Form:
    """The form in the bytes of a .form file (form-js JSON); raises FormInvalid with every problem.

    What is asked of a file beyond form-js: an id, a title, a code such as F01, and Arabic for every text.
    """
    document = parse(raw)
    reading = Reading(types_of(document.get("components")))
    _check_head(reading, document)
    if len(reading.types) > MAX_FIELDS:
        raise FormInvalid([say("A form has at most %(limit)s fields.", limit=MAX_FIELDS)])
    fields = read_components(reading, document.get("components"))
    _check_fields(reading, fields)
    if reading.problems:
        raise FormInvalid(reading.problems)
    visits = in_order(reading, fields)
    if reading.problems:
        raise FormInvalid(reading.problems)
    ordered = {field.key: field for field in visits}
    return Form(
        key=document["id"],
        title=document["title"],
        code=document["code"],
        fields=tuple(ordered[field.key] for field in fields),
        visits=visits,
        document=document,
        arabic=arabic(document),
    )


def _check_head(reading: Reading, document: Json) -> None:
    if document.get("type") != "default" or document.get("schemaVersion") != SCHEMA_VERSION:
        reading.refuse(
            say(
                "The file must be a form-js form: type default, schema version %(version)s.",
                version=SCHEMA_VERSION,
            )
        )
    for name, shape in (("id", NAME), ("code", CODE)):
        value = document.get(name)
        if not isinstance(value, str) or len(value) > 60 or not shape.fullmatch(value):
            reading.refuse(say("The form needs “%(name)s”, as in f01_first_contact and F01.", name=name))
    title = document.get("title")
    if not isinstance(title, str) or not title.strip():
        reading.refuse(say("The form needs a title."))
    for words in untranslated(document):
        reading.refuse(say("The Arabic for “%(words)s” is missing.", words=shown(words)))
    for words in shown_texts(document):
        if NOT_PLAIN.search(words) or NOT_PLAIN.search(arabic(document).get(words, "")):
            reading.refuse(
                say("“%(words)s” must be plain words, without HTML or computed parts.", words=shown(words))
            )


def _check_fields(reading: Reading, fields: list[Field]) -> None:
    for name in ("key", "variable", "fact"):
        seen: set[str] = set()
        for field in fields:
            value = getattr(field, name)
            if value and value in seen:
                reading.refuse(say("Two fields have the same %(what)s “%(name)s”.", what=name, name=value))
            seen.add(value)
    for field in unfit_defaults(fields):
        reading.refuse(say("“%(field)s”: this default value cannot be used.", field=field.key))
