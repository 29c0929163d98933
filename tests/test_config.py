"""Settings: read once, and refused with every name that is missing or unsafe."""

import base64
from pathlib import Path

import pytest

from app.config import UnsafeSettings, demonstration, from_environment

KEY = base64.b64encode(bytes(range(32))).decode()
GOOD = {
    "IHALA_DATABASE_URL": "postgresql+psycopg://ihala@/ihala",
    "IHALA_SECRET_KEY": "s" * 32,
    "IHALA_DATA_KEY": KEY,
}


def refused(**changes: str) -> str:
    with pytest.raises(UnsafeSettings) as unsafe:
        from_environment({**GOOD, **changes})
    return str(unsafe.value)


def test_good_settings_are_safe_by_themselves() -> None:
    settings = from_environment(GOOD)
    assert settings.secure_cookies
    assert not settings.demo
    assert (settings.session_idle_minutes, settings.sign_in_attempts, settings.lock_out_minutes) == (
        60,
        5,
        15,
    )
    assert settings.data_key == bytes(range(32))


def test_an_empty_environment_is_told_everything_it_lacks() -> None:
    with pytest.raises(UnsafeSettings) as unsafe:
        from_environment({})
    for name in GOOD:
        assert name in str(unsafe.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("IHALA_DATABASE_URL", ""),
        ("IHALA_SECRET_KEY", ""),
        ("IHALA_SECRET_KEY", "s" * 31),
        ("IHALA_DATA_KEY", ""),
        ("IHALA_DATA_KEY", "not base64 !"),
        ("IHALA_DATA_KEY", base64.b64encode(b"x" * 31).decode()),
        ("IHALA_DATA_KEY", base64.b64encode(b"x" * 33).decode()),
        ("IHALA_DATA_KEY", "ا" * 44),
        ("IHALA_SESSION_IDLE_MINUTES", "0"),
        ("IHALA_SESSION_IDLE_MINUTES", "-5"),
        ("IHALA_SESSION_IDLE_MINUTES", "an hour"),
        ("IHALA_SIGN_IN_ATTEMPTS", "0"),
        ("IHALA_LOCK_OUT_MINUTES", "1.5"),
        ("IHALA_OPENS", "seven"),
        ("IHALA_CLOSES", "25:00"),
        ("IHALA_CLOSES", "06:00"),
        ("IHALA_OPENS", "07:00+03:00"),
    ],
)
def test_an_unsafe_setting_is_refused_by_its_name(name: str, value: str) -> None:
    assert name in refused(**{name: value})


def test_all_that_is_wrong_is_told_at_once() -> None:
    told = refused(IHALA_SECRET_KEY="short", IHALA_LOCK_OUT_MINUTES="x", IHALA_DATA_KEY="")
    for name in ("IHALA_SECRET_KEY", "IHALA_LOCK_OUT_MINUTES", "IHALA_DATA_KEY"):
        assert name in told


def test_a_refusal_does_not_repeat_a_secret() -> None:
    assert "hunter2" not in refused(IHALA_SECRET_KEY="hunter2", IHALA_DATA_KEY="hunter2")


def test_the_data_key_may_lie_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "data.key"
    file.write_text(KEY + "\n")
    environ = {**GOOD, "IHALA_DATA_KEY": "", "IHALA_DATA_KEY_FILE": str(file)}
    assert from_environment(environ).data_key == bytes(range(32))


@pytest.mark.parametrize("content", [None, b"", bytes(range(128, 160)), b"\xff\xfe"])
def test_a_key_file_that_is_missing_or_no_text_is_refused(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "data.key"
    if content is not None:
        file.write_bytes(content)
    assert "IHALA_DATA_KEY_FILE" in refused(IHALA_DATA_KEY_FILE=str(file))


def test_a_key_file_that_cannot_be_read_is_not_silently_replaced(tmp_path: Path) -> None:
    assert "IHALA_DATA_KEY_FILE" in refused(IHALA_DATA_KEY_FILE=str(tmp_path))


def test_the_demonstration_makes_its_keys_once_and_for_itself_only(tmp_path: Path) -> None:
    first, second = demonstration(tmp_path / "demo"), demonstration(tmp_path / "demo")
    assert first == second
    assert first.demo
    for name in ("secret.key", "data.key"):
        assert (tmp_path / "demo" / name).stat().st_mode & 0o077 == 0


MAIL = {
    "IHALA_SMTP_HOST": "mail.example.org",
    "IHALA_SMTP_FROM": "Ihala <ihala@example.org>",
    "IHALA_PUBLIC_URL": "https://ihala.example.org/",
}


def test_mail_is_off_until_a_server_is_named() -> None:
    assert from_environment(GOOD).smtp_host == ""
    settings = from_environment({**GOOD, **MAIL})
    assert (settings.smtp_host, settings.smtp_port, settings.smtp_tls) == (
        "mail.example.org",
        587,
        "starttls",
    )
    assert settings.public_url == "https://ihala.example.org"
    assert from_environment({**GOOD, **MAIL, "IHALA_SMTP_HOST": "localhost", "IHALA_SMTP_TLS": "off"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("IHALA_SMTP_PORT", "0"),
        ("IHALA_SMTP_PORT", "mail"),
        ("IHALA_SMTP_TLS", "maybe"),
        ("IHALA_SMTP_TLS", "off"),
        ("IHALA_SMTP_FROM", "ihala"),
        ("IHALA_PUBLIC_URL", "http://ihala.example.org"),
    ],
)
def test_mail_that_could_be_read_on_the_way_or_leads_nowhere_is_refused(name: str, value: str) -> None:
    assert name in refused(**{**MAIL, name: value})
