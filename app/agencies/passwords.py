"""Passwords: how long they are, how they are hashed and how they are compared."""

import secrets
from base64 import b64encode

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from argon2.low_level import ARGON2_VERSION

from app.errors import Message, say

SHORTEST, LONGEST = 12, 500
ONE_TIME_SIGNS, GROUP = 16, 4
EASY_TO_READ = "abcdefghjkmnpqrstuvwxyz23456789"
"""No sign that looks like another one: a one-time password is read aloud or from paper."""
_hasher = PasswordHasher()


def fault(password: str) -> Message | None:
    """What is wrong with a new password, if anything."""
    if len(password) < SHORTEST:
        return say("A password has at least %(count)s characters.", count=SHORTEST)
    if len(password) > LONGEST:
        return say("A password has at most %(count)s characters.", count=LONGEST)
    return None


def one_time() -> str:
    """A password of 79 random bits, such as k7fm-2xqp-9rtw-hd3c, to be replaced at the first sign-in."""
    signs = "".join(secrets.choice(EASY_TO_READ) for _ in range(ONE_TIME_SIGNS))
    return "-".join(signs[i : i + GROUP] for i in range(0, ONE_TIME_SIGNS, GROUP))


def hashed(password: str) -> str:
    """The hash to store, with its salt and its costs in it."""
    return _hasher.hash(password)


def matches(password_hash: str, password: str) -> bool:
    """Whether this is the password; takes as long as the costs in the hash say, whatever the answer."""
    try:
        return _hasher.verify(password_hash, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


def _unmatched() -> str:
    """A hash that no password gives, at the costs of a new one; it is written down, not computed."""
    salt, digest = (
        b64encode(secrets.token_bytes(size)).decode().rstrip("=")
        for size in (_hasher.salt_len, _hasher.hash_len)
    )
    costs = f"m={_hasher.memory_cost},t={_hasher.time_cost},p={_hasher.parallelism}"
    return f"$argon2id$v={ARGON2_VERSION}${costs}${salt}${digest}"


NOBODY = _unmatched()
"""Compared with when a name is unknown, so that the answer takes as long as for a wrong password."""
