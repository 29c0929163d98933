"""What must hold before a procedure may serve: what the engine finds, and that its forms exist and agree with it."""

from collections.abc import Iterator, Mapping

from app import engine, forms
from app.engine import Problem, ProcessModel
from app.errors import say


def forms_of(model: ProcessModel) -> frozenset[str]:
    """The keys of every form that a step of the procedure, or of what it calls, can show."""
    return frozenset(step.form for step in model.steps.values() if step.form)


def problems(key: str, drawings: Mapping[str, bytes], form_files: Mapping[str, bytes]) -> tuple[Problem, ...]:
    """Every problem of a drawing with its called drawings and form files, all at once."""
    called = {name: xml for name, xml in drawings.items() if name != key}
    found = engine.check(drawings[key], called)
    if any(p.severity == "error" for p in found):
        return found
    model = engine.read(drawings[key], called)
    return (*found, *_too_long(model), *_form_problems(model, form_files))


def _too_long(model: ProcessModel) -> Iterator[Problem]:
    """What no column of the tables could hold would stop a case in the middle of its way."""
    for (process, element), step in model.steps.items():
        name = model.process_names[process]
        room = {
            80: (process, element, step.differs_from),
            200: (step.name, step.name_ar, name.name, name.name_ar),
            30: (step.status,),
            20: (step.party, step.unit, step.role, model.category),
            3: (step.stage,),
        }
        for signs, texts in room.items():
            for text in texts:
                if len(text or "") > signs:
                    yield Problem(
                        element,
                        "too-long",
                        "error",
                        say(
                            '"%(text)s" is longer than %(count)s signs.', text=(text or "")[:60], count=signs
                        ),
                    )


def _form_problems(model: ProcessModel, form_files: Mapping[str, bytes]) -> Iterator[Problem]:
    for (_, element), step in model.steps.items():
        if step.form and step.form not in form_files:
            yield Problem(
                element, "form-missing", "unbound", say("There is no form %(form)s.", form=step.form)
            )
    for name in sorted(forms_of(model) & set(form_files)):
        yield from _variables_agree(model, name, form_files[name])


def _variables_agree(model: ProcessModel, name: str, body: bytes) -> Iterator[Problem]:
    try:
        form = forms.read(body)
    except forms.FormInvalid as refusal:
        for message in refusal.problems:
            yield Problem(name, "form-invalid", "error", message)
        return
    for variable in sorted({field.variable for field in form.fields if field.variable}):
        if variable not in model.variables:
            yield Problem(
                name,
                "form-variable-undeclared",
                "warning",
                say(
                    "Form %(form)s sets %(variable)s, which the procedure does not declare.",
                    form=name,
                    variable=variable,
                ),
            )
