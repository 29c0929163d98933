"""Every setting, read once from the environment; an unsafe set-up is refused before anything starts."""

import base64
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import Any

DATA_KEY_BYTES = 32


class UnsafeSettings(Exception):
    """The settings would run the product in a way that puts people at risk; says what to set."""


@dataclass(frozen=True)
class Settings:
    """What an installation may choose. Times are in the unit their name ends with."""

    database_url: str
    secret_key: str
    data_key: bytes
    demo: bool = False
    secure_cookies: bool = True
    session_idle_minutes: int = 60
    sign_in_attempts: int = 5
    lock_out_minutes: int = 15
    custodian_unit: str = "EPC"
    case_prefix: str = "NRM"
    opens: str = "07:00"
    closes: str = "14:15"
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_tls: str = "starttls"
    smtp_from: str = ""
    smtp_user: str = ""
    smtp_password: str = ""
    public_url: str = "http://127.0.0.1:8000"


def from_environment(environ: Mapping[str, str]) -> Settings:
    """Read IHALA_* variables; raises UnsafeSettings naming each that is missing or wrong.

    IHALA_DATA_KEY is 32 bytes in base64, IHALA_DATA_KEY_FILE a file that holds the same.
    """
    wrong: list[str] = []
    url = environ.get("IHALA_DATABASE_URL", "")
    if not url:
        wrong.append("Set IHALA_DATABASE_URL, for example postgresql+psycopg://ihala@/ihala.")
    secret = environ.get("IHALA_SECRET_KEY", "")
    if len(secret) < 32:
        wrong.append("Set IHALA_SECRET_KEY to at least 32 random characters.")
    data_key = _data_key(environ, wrong)
    numbers: dict[str, Any] = {
        name: _number(environ, name, default, wrong) for name, default in _NUMBERS.items()
    }
    opens, closes = _hours(environ, wrong)
    mail = _mail(environ, wrong)
    if wrong:
        raise UnsafeSettings("\n".join(wrong))
    return Settings(
        database_url=url,
        secret_key=secret,
        data_key=data_key,
        demo=environ.get("IHALA_DEMO") == "1",
        secure_cookies=environ.get("IHALA_PLAIN_HTTP") != "1",
        custodian_unit=environ.get("IHALA_CUSTODIAN_UNIT", "EPC"),
        case_prefix=environ.get("IHALA_CASE_PREFIX", "NRM"),
        opens=opens,
        closes=closes,
        **mail,
        **numbers,
    )


_NUMBERS = {"session_idle_minutes": 60, "sign_in_attempts": 5, "lock_out_minutes": 15}


def _number(environ: Mapping[str, str], name: str, default: int, wrong: list[str]) -> int:
    text = environ.get(f"IHALA_{name.upper()}", str(default))
    if text.isdecimal() and int(text) > 0:
        return int(text)
    wrong.append(f"Set IHALA_{name.upper()} to a whole number above zero.")
    return default


def _hours(environ: Mapping[str, str], wrong: list[str]) -> tuple[str, str]:
    opens, closes = environ.get("IHALA_OPENS", "07:00"), environ.get("IHALA_CLOSES", "14:15")
    try:
        in_order = time.fromisoformat(opens) < time.fromisoformat(closes)
    except (ValueError, TypeError):
        in_order = False
    if not in_order:
        wrong.append("Set IHALA_OPENS and IHALA_CLOSES to times such as 07:00 and 14:15, in this order.")
    return opens, closes


_TLS = ("starttls", "tls", "off")
_ON_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


def _mail(environ: Mapping[str, str], wrong: list[str]) -> dict[str, Any]:
    """How mail leaves; none does while IHALA_SMTP_HOST is not set."""
    host = environ.get("IHALA_SMTP_HOST", "")
    if not host:
        return {}
    port, tls = environ.get("IHALA_SMTP_PORT", "587"), environ.get("IHALA_SMTP_TLS", "starttls")
    sender, site = environ.get("IHALA_SMTP_FROM", ""), environ.get("IHALA_PUBLIC_URL", "")
    if not (port.isdecimal() and 0 < int(port) < 65536):
        wrong.append("Set IHALA_SMTP_PORT to the port of the mail server.")
        port = "587"
    if tls not in _TLS or (tls == "off" and host not in _ON_THIS_MACHINE):
        wrong.append("Set IHALA_SMTP_TLS to starttls or tls; off is for a mail server on this machine.")
    if "@" not in sender:
        wrong.append("Set IHALA_SMTP_FROM to the address that mail comes from.")
    if not site.startswith("https://"):
        wrong.append("Set IHALA_PUBLIC_URL to the https address of this installation, for the links in mail.")
    return {
        "smtp_host": host,
        "smtp_port": int(port),
        "smtp_tls": tls,
        "smtp_from": sender,
        "smtp_user": environ.get("IHALA_SMTP_USER", ""),
        "smtp_password": environ.get("IHALA_SMTP_PASSWORD", ""),
        "public_url": site.rstrip("/"),
    }


def _data_key(environ: Mapping[str, str], wrong: list[str]) -> bytes:
    file = environ.get("IHALA_DATA_KEY_FILE", "")
    try:
        text = Path(file).read_text() if file else environ.get("IHALA_DATA_KEY", "")
        key = base64.b64decode(text.strip(), validate=True)
    except (OSError, ValueError):  # a file that is no text, a text that is no base64
        key = b""
    if len(key) != DATA_KEY_BYTES:
        wrong.append("Set IHALA_DATA_KEY or IHALA_DATA_KEY_FILE to 32 random bytes in base64.")
    return key


def demonstration(folder: Path) -> Settings:
    """Settings of the demo: an embedded database in `folder`, with keys made on first use beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    return Settings(
        database_url=f"sqlite:///{folder / 'ihala.db'}",
        secret_key=_kept(folder / "secret.key"),
        data_key=base64.b64decode(_kept(folder / "data.key")),
        demo=True,
        secure_cookies=False,
    )


def _kept(file: Path) -> str:
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(base64.b64encode(secrets.token_bytes(DATA_KEY_BYTES)).decode())
    return file.read_text().strip()
