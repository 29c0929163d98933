"""Encryption at rest: one data key a person, wrapped by the installation's key; keyed digests for search and audit."""

import hmac
import os
import unicodedata
from dataclasses import dataclass
from hashlib import sha256

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app import sounds

FORMAT = b"\x01"
NONCE_BYTES = 12


class SealBroken(Exception):
    """A stored value was altered, moved to another place, or belongs to another key."""


@dataclass(frozen=True)
class PersonKey:
    """Seals and opens what is kept about one person. Destroying it is lawful deletion."""

    cipher: AESGCM

    def seal(self, place: str, value: object) -> bytes:
        """Encrypt a JSON value for one place (`answers:42`), so that it opens nowhere else."""
        nonce = os.urandom(NONCE_BYTES)
        return FORMAT + nonce + self.cipher.encrypt(nonce, orjson.dumps(value), place.encode())

    def unseal(self, place: str, sealed: bytes) -> object:
        """Give back the value sealed for `place`; raises SealBroken when it was not."""
        value: object = orjson.loads(_decrypt(self.cipher, sealed, place))
        return value


class Vault:
    """The installation's key, split by purpose so that no key serves two ends."""

    def __init__(self, data_key: bytes) -> None:
        self._wrapping = AESGCM(_derive(data_key, b"wrapping"))
        self._searching = _derive(data_key, b"searching")
        self._auditing = _derive(data_key, b"auditing")
        self._chaining = _derive(data_key, b"chaining")

    def new_key(self) -> bytes:
        """A fresh data key for one person, wrapped for storage."""
        nonce = os.urandom(NONCE_BYTES)
        return FORMAT + nonce + self._wrapping.encrypt(nonce, AESGCM.generate_key(256), b"person")

    def open(self, wrapped: bytes) -> PersonKey:
        """Unwrap a stored data key; raises SealBroken when the installation's key is another one."""
        return PersonKey(AESGCM(_decrypt(self._wrapping, wrapped, "person")))

    def audit_digest(self, value: object) -> str:
        """A keyed digest that proves a value without telling it."""
        return hmac.new(self._auditing, orjson.dumps(value, option=orjson.OPT_SORT_KEYS), sha256).hexdigest()

    def chain_digest(self, line: bytes) -> str:
        """What ties a line of the audit to the one before it; only who holds the key can write the next."""
        return hmac.digest(self._chaining, line, "sha256").hex()

    def name_tokens(self, name: str) -> frozenset[str]:
        """One keyed digest for each word of a name, equal for spellings that differ only in form."""
        return frozenset(self._token(word) for word in fold_name(name).split())

    def sound_tokens(self, name: str) -> frozenset[str]:
        """One keyed digest for the sound of each word of a name, equal in Latin and in Arabic letters."""
        return frozenset(self._token(f"sound {code}") for code in sounds.codes(fold_name(name)))

    def number_token(self, kind: str, text: str) -> str | None:
        """A keyed digest of a CPR number, passport number or phone number; None where `text` can be none."""
        number = NUMBERS[kind](text)
        return self._token(f"{kind} {number}") if number else None

    def search_digest(self, text: str) -> str:
        """What the access log keeps of a search: the same for the same words, and nothing else."""
        return self._token(f"search {fold_name(text)}")

    def _token(self, text: str) -> str:
        # A folded word holds no blank, so nothing that is told apart by a first word is ever taken for one.
        return hmac.new(self._searching, text.encode(), sha256).hexdigest()[:32]


_ARABIC_FOLDS = str.maketrans(
    {
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ى": "ي",
        "ئ": "ي",
        "ة": "ه",
        "ؤ": "و",
        "ـ": None,
        "ء": None,
        "ی": "ي",
        "ې": "ي",
        "ک": "ك",
        "ہ": "ه",
        "ھ": "ه",
        "ۃ": "ه",
    }
)


def fold_name(name: str) -> str:
    """Lower case without marks, with the Arabic letters that writers use for one another made one.

    The letters of Persian and Urdu keyboards that stand for Arabic ones count as those.
    """
    plain = unicodedata.normalize("NFKD", name.translate(_ARABIC_FOLDS)).casefold()
    plain = unicodedata.normalize("NFKD", plain)
    letters = (c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join("".join(letters).translate(_ARABIC_FOLDS).split())


def _cpr(text: str) -> str:
    """Nine digits; other signs than blanks and hyphens mean that it is none."""
    plain = "".join(_western(text).replace("-", " ").split())
    return plain if len(plain) == CPR_DIGITS and plain.isdigit() else ""


def _passport(text: str) -> str:
    """Letters and digits, at least one of them a digit."""
    plain = "".join(_western(text).replace("-", " ").split()).upper()
    fits = plain.isascii() and plain.isalnum() and any(c.isdigit() for c in plain)
    return plain if fits and 5 <= len(plain) <= 20 else ""


def _phone(text: str) -> str:
    """The last eight digits: a whole number of Bahrain, and of others what is left without the country's code."""
    if set(_western(text)) - set("0123456789 +-()"):
        return ""
    digits = "".join(c for c in _western(text) if c.isdigit())
    return digits[-PHONE_DIGITS:] if len(digits) >= SHORTEST_PHONE else ""


def _western(text: str) -> str:
    return "".join(str(int(c)) if c.isdecimal() else c for c in text)


CPR_DIGITS, PHONE_DIGITS, SHORTEST_PHONE = 9, 8, 6
NUMBERS = {"cpr": _cpr, "passport": _passport, "phone": _phone}
"""How each kind of number is brought to one form."""


def _derive(key: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"ihala " + purpose).derive(key)


def _decrypt(cipher: AESGCM, sealed: bytes, place: str) -> bytes:
    if sealed[:1] != FORMAT:
        raise SealBroken(place)
    try:
        return cipher.decrypt(sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :], place.encode())
    except (InvalidTag, ValueError):  # a value cut short is no value either
        raise SealBroken(place) from None
