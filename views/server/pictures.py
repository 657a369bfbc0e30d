"""The pictures of topics, at the addresses that ``views.shown.served_pictures`` writes into texts."""

from __future__ import annotations

import mimetypes

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from views.server.component_scripts import FOR_GOOD, NEVER
from views.shown import served_pictures


async def answer(request: Request) -> Response:
    """The file at that place of the content folder. One that is asked for by the address of another version is not kept."""
    file = served_pictures.found(request.path_params["path"])
    if file is None:
        return Response("There is no such picture.", status_code=404, media_type="text/plain")
    is_newest = request.url.query == served_pictures.version(file)
    media_type = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return FileResponse(file, media_type=media_type, headers={"cache-control": FOR_GOOD if is_newest else NEVER})


ROUTE = Route(f"/{served_pictures.URL_PREFIX}{{path:path}}", answer, methods=["GET"])
