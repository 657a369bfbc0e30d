"""Featherweight: start it with ``streamlit run app.py``.

Streamlit imports this file once to find ``app`` and runs it again, with a script context, for every browser session.
"""

import sys
from pathlib import Path

import streamlit as st

if str(Path(__file__).parent) not in sys.path:
    sys.path.insert(0, str(Path(__file__).parent))

from views.page import streamlit_edge

if streamlit_edge.browser() is None:
    from starlette.middleware import Middleware

    from views.server.author_link import AuthorLink
    from views.server.bounded_bodies import BoundedBodies
    from views.server.health import ready_or_exit
    from views.server.learner_cookie import LearnerCookie
    from views.server.same_origin import SameOrigin
    from views.server.security import SecurityHeaders
    from views.server.serving import ROUTES, lifespan
    from views.server.static_files import StaticFiles

    ready_or_exit()
    passed_through = [
        Middleware(middleware) for middleware in (SameOrigin, SecurityHeaders, BoundedBodies, StaticFiles, LearnerCookie, AuthorLink)
    ]
    app = st.App(__file__, routes=ROUTES, middleware=passed_through, lifespan=lifespan)
else:
    from views.page.frame import show

    show()
