"""Secrets that people hold and we do not: what is kept is a digest, or a slow hash of a passphrase."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
from base64 import b64decode, b64encode
from typing import Final

# The cost that OWASP's cheat sheet on storing passwords asks of scrypt: 2^15, 8, 3.
COST, BLOCK, LANES = 2**15, 8, 3
SALT_BYTES: Final = 16
_MEMORY: Final = 256 * COST * BLOCK
METHOD: Final = "scrypt"


def fresh_secret() -> str:
    """A text that nobody can guess, fit for an address, a cookie or a header."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What is kept of a secret that `fresh_secret` made: it has too many values to try, so one round is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def hashed(passphrase: str) -> str:
    """The slow, salted hash of a passphrase, with all that `matches` needs."""
    salt = secrets.token_bytes(SALT_BYTES)
    key = _key(passphrase, salt, COST, BLOCK, LANES)
    return f"{METHOD}:{COST}:{BLOCK}:{LANES}${b64encode(salt).decode()}${b64encode(key).decode()}"


def matches(passphrase: str, kept: str | None) -> bool:
    """Whether the passphrase is the one of the hash; takes as long when there is no hash."""
    method, salt, key = (kept or NOBODYS).split("$")
    cost, block, lanes = map(int, method.removeprefix(f"{METHOD}:").split(":"))
    found = _key(passphrase, b64decode(salt), cost, block, lanes)
    return hmac.compare_digest(found, b64decode(key)) and kept is not None


def _key(passphrase: str, salt: bytes, cost: int, block: int, lanes: int) -> bytes:
    # The same letters can be typed as different characters.
    written = unicodedata.normalize("NFKC", passphrase).encode("utf-8", "surrogatepass")
    return hashlib.scrypt(written, salt=salt, n=cost, r=block, p=lanes, maxmem=_MEMORY)


# Compared where an account is not known, so that the time does not tell.
NOBODYS: Final = f"{METHOD}:{COST}:{BLOCK}:{LANES}${'A' * 22}==${'A' * 86}=="
