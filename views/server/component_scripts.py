"""The scripts of the app's own components, at the addresses that ``views.components.sources`` names."""

from __future__ import annotations

import gzip
from functools import cache

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from views.components import sources

FOR_GOOD = "public, immutable, max-age=31536000"
NEVER = "no-cache"


async def answer(request: Request) -> Response:
    """The script of that name. One that is asked for by another version's address, as a page from before a restart does, is not kept."""
    name = request.path_params["name"]
    if name not in sources.SCRIPTS:
        return Response(f"There is no component {name!r}.", status_code=404, media_type="text/plain")
    headers = {"cache-control": FOR_GOOD if request.url.query == sources.version(name) else NEVER, "vary": "accept-encoding"}
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(sources.script(name), media_type="text/javascript", headers=headers)
    return Response(_compressed(name), media_type="text/javascript", headers=headers | {"content-encoding": "gzip"})


@cache
def _compressed(name: str) -> bytes:
    return gzip.compress(sources.script(name).encode(), mtime=0)


ROUTE = Route(sources.ROUTE, answer, methods=["GET"])
