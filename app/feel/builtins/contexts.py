"""Contexts: entries by name (DMN 1.3, 10.3.4.10)."""

from app.feel.bounds import Run, check_depth, check_list
from app.feel.builtins.registry import builtin

Context = dict[str, object]


@builtin("get value(m: context, key: any) -> any")
def get_value(run: Run, context: Context, key: object) -> object:
    """One entry, or the one found along a list of keys."""
    value: object = context
    for part in key if isinstance(key, list) else [key]:
        run.spend(1)
        value = value.get(part) if isinstance(value, dict) and isinstance(part, str) else None
    return None if key == [] else value


@builtin("get entries(m: context) -> list")
def get_entries(run: Run, context: Context) -> list[Context]:
    run.spend(len(context))
    return [{"key": key, "value": value} for key, value in context.items()]


@builtin("context(...entries: context) -> context")
def context_of(run: Run, entries: list[Context]) -> Context | None:
    """Null where a key is missing, no text, or there twice."""
    built: Context = {}
    for entry in entries:
        key = entry.get("key")
        if not isinstance(key, str) or key in built or "value" not in entry:
            return None
        built[key] = entry["value"]
    return built


@builtin("context merge(...contexts: context) -> context")
def context_merge(run: Run, contexts: list[Context]) -> Context:
    """Later entries replace earlier ones of the same name."""
    merged: Context = {}
    for context in contexts:
        run.spend(len(context))
        merged.update(context)
        check_list(len(merged))
    return merged


@builtin("context put(context: context, key: string, value: any) -> context")
@builtin("context put(context: context, keys: any, value: any) -> context")
def context_put(run: Run, context: Context, keys: object, value: object) -> Context | None:
    """A copy with one entry set, at the end of a list of keys if a list is given."""
    path = keys if isinstance(keys, list) else [keys]
    return _put(run, context, path, value) if path else None


def _put(run: Run, context: object, path: list[object], value: object) -> Context | None:
    check_depth(len(path))
    key, *rest = path
    if not isinstance(key, str) or not isinstance(context, dict):
        return None
    run.spend(1 + len(context))
    if rest:
        inner = _put(run, context.get(key), rest, value)
        return None if inner is None else {**context, key: inner}
    return {**context, key: value}
