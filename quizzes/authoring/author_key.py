"""Who may write: whoever has opened the link that the start of the app prints.

Where a request comes from proves nothing: a proxy on the same machine asks from there for everybody. The link holds a random token, which
is exchanged for a cookie that does not hold it.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import os
import re
import secrets
import tempfile
from pathlib import Path

from quizzes import private

FILE = "author-token"
DAYS = 30
"""How long a browser that came by the link may write without coming by it again."""
DAY_S = 24 * 3600
_TOKEN = re.compile(r"[A-Za-z0-9_-]{32,200}")
_PASS = re.compile(r"(\d{1,12})\.([0-9a-f]{64})")


class AuthorKey:
    """Knows the token, and the passes that were given for it."""

    def __init__(self, token: str) -> None:
        self._token = token.encode()
        key_digest = hashlib.sha256(b"name:" + self._token).hexdigest()[:8]
        self.cookie = f"featherweight_author_{key_digest}"
        """The cookie's name: of each app on a machine another, since cookies do not know ports."""

    @property
    def token(self) -> str:
        """What stands in the link."""
        return self._token.decode()

    def fits(self, token: str) -> bool:
        """Whether this is the token."""
        return hmac.compare_digest(token.encode("utf-8", "replace"), self._token)

    def new_pass(self, now_s: float) -> str:
        """What the cookie holds, good for ``DAYS``; ``now_s`` is in seconds since 1970."""
        until_s = str(int(now_s) + DAYS * DAY_S)
        return f"{until_s}.{self._signed(until_s)}"

    def admits(self, cookie: str, now_s: float) -> bool:
        """Whether this is a pass of this token that is still good."""
        match = _PASS.fullmatch(cookie)
        return match is not None and hmac.compare_digest(match[2], self._signed(match[1])) and now_s < int(match[1])

    def _signed(self, until_s: str) -> str:
        return hmac.new(self._token, f"author until {until_s}".encode(), hashlib.sha256).hexdigest()


def kept_key(data_dir: Path) -> AuthorKey:
    """The key of this data folder, made where there is none: the link and the passes outlive a restart, and several processes that share
    the folder take the same.

    Where the file cannot be read or written, or holds no token, a key for this start alone.
    """
    try:
        token = _kept_token(data_dir / FILE)
    except OSError as error:
        logging.getLogger(__name__).warning("The token of the link to Author is not kept: %s", error)
        token = ""
    return AuthorKey(token if _TOKEN.fullmatch(token) else _new_token())


def _new_token() -> str:
    return secrets.token_urlsafe(32)


def _kept_token(file: Path) -> str:
    """What the file holds; only its owner can read it. Two processes that start at once end with the same."""
    if not file.exists():
        private.make_folder(file.parent)
        handle, temporary = tempfile.mkstemp(dir=file.parent, prefix=f".{FILE}-")  # mode 600
        try:
            with os.fdopen(handle, "w", encoding="ascii") as token_file:
                token_file.write(_new_token())
            file.hardlink_to(temporary)
        except FileExistsError:
            pass  # another process was faster
        finally:
            Path(temporary).unlink()
    file.chmod(0o600)
    return file.read_text(encoding="ascii", errors="replace").strip()
