"""What lies around a drawing, and what it is called, never keeps the check from answering."""

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app import cli
from tests.engine.diagrams import Drawing, straight


def run(*words: object) -> Result:
    """Type a command; a traceback would fail the test."""
    result = CliRunner().invoke(cli.ihala, [str(word) for word in words])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def checked(*files: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in run("check", *files, "--json").stdout.splitlines()]


def calling(name: str) -> bytes:
    drawing = Drawing()
    drawing.node("startEvent", "start")
    drawing.node("callActivity", "call", more=f'calledElement="{name}"')
    drawing.node("endEvent", "end")
    drawing.line("start", "call", "end")
    return drawing.xml()


def test_a_call_is_found_beside_the_drawing_and_what_it_calls_beside_it_too(tmp_path: Path) -> None:
    (tmp_path / "p.bpmn").write_bytes(calling("q"))
    (tmp_path / "q.bpmn").write_bytes(calling("r").replace(b'<bpmn:process id="p"', b'<bpmn:process id="q"'))
    assert checked(tmp_path / "p.bpmn")[0]["runs"] is False
    (tmp_path / "r.bpmn").write_bytes(straight("a").xml().replace(b'id="p"', b'id="r"'))
    assert checked(tmp_path / "p.bpmn")[0]["runs"] is True


@pytest.mark.parametrize("name", ["..", "a" * 300, "x" * 5_000, "../q", "/etc/q", "q\\q"])
def test_a_call_never_leads_out_of_the_folder_or_into_an_error_of_the_file_system(
    tmp_path: Path, name: str
) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "q.bpmn").write_bytes(straight("a").xml().replace(b'id="p"', b'id="q"'))
    (inside / "p.bpmn").write_bytes(calling(name))
    (found,) = checked(inside / "p.bpmn")
    assert found["runs"] is False


@pytest.mark.skipif(os.name == "nt", reason="file names are texts there")
def test_a_file_name_that_is_no_text_is_answered_all_the_same(tmp_path: Path) -> None:
    file = tmp_path / os.fsdecode(b"drawing \xff.bpmn")
    file.write_bytes(straight("a").xml())
    (found,) = checked(file)
    assert found["runs"] is True


def test_files_are_answered_one_after_the_other_whatever_comes_later(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.bpmn", tmp_path / "bad.bpmn"
    good.write_bytes(straight("a").xml())
    bad.write_bytes(b"no drawing")
    found = checked(good, tmp_path / "missing.bpmn", bad, tmp_path, good)
    assert [line["runs"] for line in found] == [True, False, False, False, True]


def test_a_very_large_file_is_refused_without_being_read_whole(tmp_path: Path) -> None:
    file = tmp_path / "large.bpmn"
    with file.open("wb") as opened:
        opened.truncate(300 * 1024 * 1024)
    (found,) = checked(file)
    assert "larger than 5 MB" in str(found["problems"])
