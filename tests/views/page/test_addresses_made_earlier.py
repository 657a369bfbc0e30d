"""Addresses of pages that were bookmarked with an earlier version; those of sessions and runs are opened in a browser."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from earlier import VERSIONS, Address, addresses, cookie, unpack
from visiting import Browser, first_visit, page_text

from quizzes.events.learners import COOKIE
from views.page.pages import PAGES

PAGE_AT = {address: page for page, (_, address, _) in PAGES.items()}
KEPT = [(version, one) for version in VERSIONS for one in addresses(version) if one.state == "page"]


@pytest.fixture
def earlier_data(own_data: Path, browser: Browser, request: pytest.FixtureRequest) -> Address:
    version, kept = request.param
    unpack(version, own_data)
    browser.cookies[COOKIE] = cookie(version, kept.learner)
    return kept


@pytest.mark.parametrize("earlier_data", KEPT, indirect=True, ids=[f"{version}-{one.name}" for version, one in KEPT])
def test_the_address_is_shown_without_a_fault(earlier_data: Address) -> None:
    parts = urlsplit(earlier_data.address)
    page = PAGE_AT[parts.path.strip("/")]
    visit = first_visit(page, **dict(parse_qsl(parts.query)))
    text = page_text(visit)
    assert not visit.exception
    assert "cannot be shown" not in text
    assert "is not here" not in text
