"""The address that makes a browser the learner of a resume code: only from a page of the app, only for a code under which answers are
kept, and not for somebody who goes through many."""

from __future__ import annotations

import math
from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from quizzes.events.event import EventError
from quizzes.events.learners import COOKIE, NoCode, is_learner_id, learner_of
from views.server.learner_cookie import cookie
from views.server.security import is_https
from views.server.tries import Tries

WITHIN_S = 600
OF_A_BROWSER = Tries(10, within_s=WITHIN_S)
OF_AN_ADDRESS = Tries(1_000, within_s=WITHIN_S)
"""Far more than a class of 40 behind one address can mistype, and nothing against the 2^80 codes there are."""

UNKNOWN_CODE = "No answers are kept under this code. Compare it with the one you wrote down, sign by sign."


async def resume(request: Request) -> Response:
    """Set the cookie of the code's learner; else say in a sentence why not."""
    origin = request.headers.get("origin")
    if origin is None or urlsplit(origin).netloc != request.headers.get("host"):
        return _refusal("This works only from the app itself.", 403)
    askers = _askers(request)
    wait_s = max(tries.wait_s(key) for tries, key in askers.items())
    if wait_s > 0:
        minutes = math.ceil(wait_s / 60)
        problem = f"Too many codes were tried. Try again in {minutes} minute{'s' * (minutes != 1)}; what you answered here is kept."
        return _refusal(problem, 429, {"retry-after": str(math.ceil(wait_s))})
    try:
        learner = learner_of((await request.body()).decode("utf-8", "replace"))
        is_known = await run_in_threadpool(_has_answers, learner)
    except NoCode as error:
        return _failed_try(askers, str(error), 422)
    except EventError:
        return _refusal("The answers cannot be read right now. Try again in a minute.", 503)
    if not is_known:
        return _failed_try(askers, UNKNOWN_CODE, 404)
    return Response(status_code=204, headers={"set-cookie": cookie(learner, secure=is_https(request.scope))})


def _askers(request: Request) -> Mapping[Tries, str]:
    """Whose tries are counted: this browser's, which its cookie tells, and those of its address."""
    address = request.client.host if request.client is not None else ""
    browser = request.cookies.get(COOKIE, "")
    return {OF_A_BROWSER: browser if is_learner_id(browser) else f"no cookie, {address}", OF_AN_ADDRESS: address}


def _has_answers(learner: str) -> bool:
    from views.page.services import services

    return services().log.extent(learner).rows > 0


def _failed_try(askers: Mapping[Tries, str], problem: str, status: int) -> Response:
    for tries, key in askers.items():
        tries.fail(key)
    return _refusal(problem, status)


def _refusal(problem: str, status: int, headers: Mapping[str, str] | None = None) -> Response:
    return JSONResponse({"problem": problem}, status_code=status, headers=headers)
