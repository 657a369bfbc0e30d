"""The scripts of the app's own components, at the addresses that ``views.components.sources`` names, and the numbers of networks that
``views.components.explore`` lets texts explore."""

from __future__ import annotations

import gzip
from functools import cache

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from optimization.labs import numbers_on_file
from views.components import explore, sources

FOR_GOOD = "public, immutable, max-age=31536000"
NEVER = "no-cache"


async def answer(request: Request) -> Response:
    """The script of that name. One that is asked for by another version's address, as a page from before a restart does, is not kept."""
    name = request.path_params["name"]
    if name not in sources.SCRIPTS:
        return Response(f"There is no component {name!r}.", status_code=404, media_type="text/plain")
    return _sent(request, sources.script(name).encode(), kind="text/javascript", version=sources.version(name))


async def numbers(request: Request) -> Response:
    """The numbers of that network; kept as a script is."""
    network = request.path_params["network"]
    if network not in numbers_on_file.on_file():
        return Response(f"There are no numbers of {network!r}.", status_code=404, media_type="text/plain")
    return _sent(request, numbers_on_file.numbers(network), kind="application/json", version=explore.version(network))


def _sent(request: Request, content: bytes, *, kind: str, version: str) -> Response:
    headers = {"cache-control": FOR_GOOD if request.url.query == version else NEVER, "vary": "accept-encoding"}
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(content, media_type=kind, headers=headers)
    return Response(_compressed(content), media_type=kind, headers=headers | {"content-encoding": "gzip"})


@cache
def _compressed(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)


ROUTES = (Route(sources.ROUTE, answer, methods=["GET"]), Route(explore.ROUTE, numbers, methods=["GET"]))
