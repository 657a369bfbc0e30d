"""Contexts of a browser, each with cookies and storage of its own, used again when they are empty: their scripts are compiled by then.

In a new context the app's first page costs two and a half times the work of any other, most of it for compiling what Streamlit sends.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import Any
from weakref import WeakKeyDictionary

from playwright.sync_api import Browser, BrowserContext, Error, Page

KEPT = "local_storage,indexeddb,cache_storage,service_workers"
"""What a site keeps in a browser beside its cookies; of the tab alone is the session's storage, which goes with it."""

_waiting: WeakKeyDictionary[Browser, list[tuple[Mapping[str, Any], Page]]] = WeakKeyDictionary()


def come(browser: Browser, options: Mapping[str, Any]) -> Page:
    """The empty page of a context with these options that knows nothing of any site."""
    waiting = _waiting.setdefault(browser, [])
    for one in waiting:
        if one[0] == options:
            waiting.remove(one)
            return one[1]
    return browser.new_context(**options).new_page()


def go(browser: Browser, options: Mapping[str, Any], context: BrowserContext, *, site: str) -> None:
    """Forget all that ``site`` and others have left in ``context``, for whoever comes next; close it where that cannot be."""
    try:
        page = _emptied(context, site=site)
    except Error:  # a page of it hangs, or is gone
        with contextlib.suppress(Error):
            context.close()
        return
    _waiting.setdefault(browser, []).append((options, page))


def _emptied(context: BrowserContext, *, site: str) -> Page:
    left = context.pages
    page = context.new_page()  # before the others go: with its last page a context loses what it has compiled
    for one in left:
        one.close()
    context.clear_cookies()
    context.clear_permissions()
    session = context.new_cdp_session(page)
    session.send("Storage.clearDataForOrigin", {"origin": site, "storageTypes": KEPT})
    session.detach()
    return page
