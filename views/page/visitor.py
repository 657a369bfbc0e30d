"""Who is here, on which machine, and what time it is for them."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from quizzes.attempts.attempt import Moment
from quizzes.events.learners import COOKIE, is_learner_id, new_learner_id
from views.page import state, streamlit_edge
from views.page.services import author_key

LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1")


class NobodyHere(RuntimeError):
    """Something that runs later, or elsewhere, asked who is here: a fault of the app, which has to bind that where the page is drawn."""


def _browser() -> streamlit_edge.Browser:
    """The browser for which this script runs. Raises NobodyHere on any other thread, where a new learner would be made up."""
    browser = streamlit_edge.browser()
    if browser is None:
        raise NobodyHere("Nobody is here: only a page that is being drawn, or a callback of it, may ask for the visitor.")
    return browser


def learner() -> str:
    """The learner id that this browser keeps in its cookie.

    Where the browser keeps no cookie, an id for this tab alone; ``keeps_progress`` tells. Raises NobodyHere where no page is drawn.
    """
    cookie = _browser().cookies.get(COOKIE, "")
    if is_learner_id(cookie):
        return cookie
    visitor_id = state.load().visitor
    return visitor_id or str(state.change(visitor=new_learner_id()).visitor)


def keeps_progress() -> bool:
    """Whether this browser will still be the same learner after a refresh."""
    return is_learner_id(_browser().cookies.get(COOKIE, ""))


def now() -> Moment:
    """This moment, with the learner's clock."""
    offset = _browser().timezone_offset
    return Moment(datetime.now(UTC), -offset if isinstance(offset, int) else 0)


FORWARDED = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip")
"""Headers that most proxies add: then the one who asks is somewhere else."""


def seems_local() -> bool:
    """Whether the browser seems to run on the machine that serves the app. It gives no right: a proxy on this machine may hide who asks."""
    browser = _browser()
    hosts = [urlsplit(browser.url or "").hostname, urlsplit(f"//{browser.headers.get('Host', 'localhost')}").hostname]
    is_direct = not any(name in browser.headers for name in FORWARDED)
    return is_direct and all(host in LOCAL_HOSTS for host in hosts) and browser.ip_address in (None, *LOCAL_HOSTS)


def may_author() -> bool:
    """Whether content may be written, and what went wrong be read, from this browser: it came by the link that the start printed."""
    cookies, key = _browser().cookies, author_key()
    return key is not None and key.admits(cookies.get(key.cookie, ""), time.time())


def local_time(moment: datetime) -> str:
    """A moment as the learner's clock shows it: ``today 09:14`` or ``23 Nov 09:14``."""
    offset = _browser().timezone_offset
    shift = timedelta(minutes=-offset if isinstance(offset, int) else 0)
    local, today = moment.astimezone(UTC) + shift, datetime.now(UTC) + shift
    day = "today" if local.date() == today.date() else f"{local.day} {local:%b}" + ("" if local.year == today.year else f" {local.year}")
    return f"{day} {local:%H:%M}"
