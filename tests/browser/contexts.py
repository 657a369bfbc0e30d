"""Contexts of a browser, each with cookies and storage of its own, used again when they are empty: their scripts are compiled by then.

In a new context the app's first page costs two and a half times the work of any other, most of it for compiling what Streamlit sends.
"""

from __future__ import annotations

import contextlib
from typing import Any
from weakref import WeakKeyDictionary

from playwright.sync_api import Browser, BrowserContext, Error, Page

SOMEWHERE = {"locale": "en-US", "timezone_id": "Europe/Berlin"}
"""Where all students are."""
KEPT = "local_storage,indexeddb,cache_storage,service_workers"
"""What a site keeps in a browser beside its cookies; of the tab alone is the session's storage, which goes with it."""

Size = tuple[int, int]

_waiting: WeakKeyDictionary[Browser, list[Page]] = WeakKeyDictionary()


def come(browser: Browser, *, size: Size, scheme: Any) -> Page:
    """The empty page of a context that knows nothing of any site, of this size and in this colour scheme."""
    waiting = _waiting.setdefault(browser, [])
    return shaped(waiting.pop() if waiting else browser.new_context(**SOMEWHERE).new_page(), size=size, scheme=scheme)


def shaped(page: Page, *, size: Size, scheme: Any) -> Page:
    """The page, made that large and light or dark."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(color_scheme=scheme)
    return page


def go(browser: Browser, context: BrowserContext) -> None:
    """Forget all that sites have left in ``context``, for whoever comes next; close it where that cannot be."""
    try:
        page = _emptied(context)
    except Error:  # a page of it hangs, or is gone
        with contextlib.suppress(Error):
            context.close()
        return
    _waiting.setdefault(browser, []).append(page)


def _emptied(context: BrowserContext) -> Page:
    left = context.pages
    page = context.new_page()  # before the others go: with its last page a context loses what it has compiled
    for one in left:
        one.close()
    context.clear_cookies()
    context.clear_permissions()
    session = context.new_cdp_session(page)
    session.send("Storage.clearDataForOrigin", {"origin": "*", "storageTypes": KEPT})
    session.detach()
    return page
