"""The learner cookie and the link to Author, driven as an ASGI server would drive them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from http.cookies import SimpleCookie
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from quizzes.authoring.author_key import AuthorKey
from quizzes.events.event import Event
from quizzes.events.learners import COOKIE, is_learner_id, new_learner_id, resume_code
from quizzes.events.log import open_log
from views.server import serving
from views.server.author_link import TRIES, WITHIN_S, AuthorLink
from views.server.learner_cookie import LearnerCookie
from views.server.serving import ROUTES

HOST = "school.example:8501"
SAME_ORIGIN = {"origin": f"http://{HOST}"}


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def cookies(self) -> list[str]:
        return [value for name, value in self.headers if name == "set-cookie"]

    @property
    def learner(self) -> str:
        """The id that the one cookie sets."""
        (cookie,) = self.cookies
        return SimpleCookie(cookie)[COOKIE].value


async def page(_request: Request) -> Response:
    return HTMLResponse("<title>Featherweight</title>")


async def data(_request: Request) -> Response:
    return JSONResponse({})


TOKEN = "t" * 43


def new_app(clock: Callable[[], float] = time.time, key: AuthorKey | None = None) -> Starlette:
    """The routes and cookies of the app, with a token of this test, without its pages."""
    opened = key or AuthorKey(TOKEN)
    routes = [Route("/", page, methods=["GET", "POST"]), Route("/author", page), Route("/data", data), *ROUTES]
    return Starlette(routes=routes, middleware=[Middleware(LearnerCookie), Middleware(AuthorLink, key=lambda: opened, clock=clock)])


APP = new_app()


def ask(
    method: str,
    path: str,
    *,
    body: bytes = b"",
    scheme: str = "http",
    headers: dict[str, str] | None = None,
    client: str = "10.0.0.9",
    app: Starlette = APP,
) -> Answer:
    given = {"host": HOST} | (headers or {})
    path, _, query = path.partition("?")
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "scheme": scheme,
        "http_version": "1.1",
        "server": ("127.0.0.1", 8501),
        "client": (client, 50000),
        "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in given.items()],
    }
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        sent.append(dict(message))

    asyncio.run(app(scope, receive, send))
    start = next(message for message in sent if message["type"] == "http.response.start")
    headers_back = tuple((name.decode().lower(), value.decode()) for name, value in start["headers"])
    return Answer(start["status"], headers_back, b"".join(message.get("body", b"") for message in sent))


def answered(own_data: Path) -> str:
    """A learner of whom there is a row."""
    learner = new_learner_id()
    log = open_log(f"sqlite:///{own_data / 'events.db'}")
    log.append([Event(id=learner[::-1], learner=learner, session="s", kind="known", at=datetime.now(UTC), payload={"known": True})])
    log.close()
    return learner


def visit(cookie: str | None = None, **options: Any) -> Answer:
    return ask("GET", "/", headers={"cookie": cookie} if cookie is not None else {}, **options)


def test_the_first_page_gives_the_browser_a_learner_of_its_own() -> None:
    first, second = visit(), visit()
    assert is_learner_id(first.learner)
    assert is_learner_id(second.learner)
    assert first.learner != second.learner


def test_a_known_learner_is_kept_and_the_cookie_renewed() -> None:
    learner = new_learner_id()
    answer = visit(f"theme=dark; {COOKIE}={learner}; _streamlit_xsrf=1|2|3")
    assert answer.learner == learner
    assert int(SimpleCookie(answer.cookies[0])[COOKIE]["max-age"]) >= 30 * 24 * 3600


@pytest.mark.parametrize("value", ["", "short", "0123456789ABCDEF", "0123456789abcde!", "x" * 500, "../../etc/passwd0"])
def test_a_cookie_that_is_no_learner_id_is_replaced(value: str) -> None:
    learner = visit(f"{COOKIE}={value}").learner
    assert is_learner_id(learner)
    assert learner != value


def test_a_cookie_of_another_name_that_ends_alike_is_not_taken() -> None:
    learner = new_learner_id()
    assert visit(f"not_{COOKIE}={learner}").learner != learner


def test_scripts_cannot_read_the_cookie_and_other_sites_do_not_send_it() -> None:
    cookie = SimpleCookie(visit().cookies[0])[COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"].lower() == "lax"
    assert cookie["path"] == "/"
    assert not cookie["secure"]
    assert SimpleCookie(visit(scheme="https").cookies[0])[COOKIE]["secure"]


@pytest.mark.parametrize(
    ("said", "is_secure"),
    [
        ({"x-forwarded-proto": "https"}, True),
        ({"x-forwarded-proto": "https, http"}, True),
        ({"forwarded": 'for=10.0.0.7;proto="https";host=school.example'}, True),
        ({"x-forwarded-proto": "http"}, False),
        ({"forwarded": "for=10.0.0.7;proto=http"}, False),
        ({"x-forwarded-for": "https"}, False),
    ],
)
def test_behind_a_proxy_that_speaks_https_the_cookies_are_secure(said: dict[str, str], is_secure: bool, own_data: Path) -> None:
    code = resume_code(answered(own_data)).encode()
    key = AuthorKey(TOKEN)
    given = [ask("GET", "/", headers=said), ask("POST", "/resume", body=code, headers=SAME_ORIGIN | said)]
    for answer, name in [*((one, COOKIE) for one in given), (ask("GET", f"/author?token={TOKEN}", headers=said), key.cookie)]:
        secure = [SimpleCookie(one)[name]["secure"] for one in answer.cookies if one.startswith(name)]
        assert [bool(one) for one in secure] == [is_secure]


def test_only_pages_set_the_cookie() -> None:
    assert ask("GET", "/data").cookies == []
    assert ask("POST", "/").cookies == []


def author_cookie(answer: Answer) -> str:
    """The header that sets the pass, empty where none does."""
    return next((one for one in answer.cookies if one.startswith(AuthorKey(TOKEN).cookie)), "")


def test_the_link_gives_a_cookie_and_the_token_leaves_the_address() -> None:
    answer = ask("GET", f"/author?topic=a%2Fb&token={TOKEN}&item=c")
    headers = dict(answer.headers)
    assert answer.status == 303
    assert headers["location"] == "author?topic=a%2Fb&item=c"
    assert headers["cache-control"] == "no-store"
    assert TOKEN not in str(answer)
    key = AuthorKey(TOKEN)
    given = SimpleCookie(author_cookie(answer))[key.cookie]
    assert key.admits(given.value, time.time())
    assert given["httponly"]
    assert given["samesite"] == "Strict"
    assert given["path"] == "/"


@pytest.mark.parametrize("token", ["", "wrong", "T" * 43, TOKEN[:-1], f"{TOKEN}t", "%00", "%ff%fe", "<script>alert(1)</script>"])
def test_another_token_opens_nothing_and_is_told_in_a_sentence(token: str) -> None:
    answer = ask("GET", f"/author?token={token}", app=new_app())
    assert answer.status == (403 if token else 200)  # an empty one is no token: the page itself says how one comes in
    assert author_cookie(answer) == ""
    assert b"<script>alert" not in answer.body
    assert not token or b"The app prints the link in its terminal" in answer.body


def test_the_address_without_a_token_is_the_page() -> None:
    answer = ask("GET", "/author?topic=a/b")
    assert answer.status == 200
    assert author_cookie(answer) == ""


def test_after_some_wrong_tokens_an_address_has_to_wait_and_others_have_not() -> None:
    now = [1_800_000_000.0]
    app = new_app(lambda: now[0])
    for _ in range(TRIES):
        assert ask("GET", "/author?token=wrong", app=app).status == 403
    answer = ask("GET", f"/author?token={TOKEN}", app=app)
    assert answer.status == 429
    assert author_cookie(answer) == ""
    assert b"Wait ten minutes" in answer.body
    assert ask("GET", f"/author?token={TOKEN}", app=app, client="10.0.0.10").status == 303
    now[0] += WITHIN_S
    assert ask("GET", f"/author?token={TOKEN}", app=app).status == 303


def test_tokens_in_no_request_but_that_of_the_page_are_looked_at() -> None:
    assert author_cookie(ask("GET", f"/data?token={TOKEN}")) == ""


def test_what_the_start_took_for_a_moment_is_given_back_where_the_system_can(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(serving.ctypes, "CDLL", lambda _name: SimpleNamespace(malloc_trim=asked.append))
    serving.give_back()
    assert asked == [0]
    for other in (SimpleNamespace(), None):
        monkeypatch.setattr(serving.ctypes, "CDLL", lambda _name, other=other: other)
        serving.give_back()
