"""What we assume of Streamlit: one case an assumption, asked of the installed version. After an upgrade the red cases are the work."""

from __future__ import annotations

import ast
import asyncio
import importlib
import inspect
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import MagicMock

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from views.page import streamlit_edge
from views.page.streamlit_edge import ATTRIBUTES, CLASSES, IN_BROWSER, TEST_IDS

ROOT = Path(__file__).resolve().parents[1]
THIS, EDGE, SELECTORS = Path(__file__), ROOT / "views/page/streamlit_edge.py", ROOT / "views/components/streamlit.js"
OTHERS = ("codemirror",)
"""Folders of what somebody else has written."""


@cache
def bundle() -> str:
    """Every script that Streamlit sends to browsers."""
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted((streamlit_edge.STATIC / "static" / "js").glob("*.js")))


@cache
def texts_of_bundle() -> frozenset[str]:
    """The short texts in it, as its scripts write them."""
    return frozenset(re.findall(r"[`\"']([\w -]{2,60})(?:[`\"']|\$\{)", bundle()))


@cache
def ours(*kinds: str) -> Mapping[Path, str]:
    """What we have written that may lean on Streamlit, without the lists themselves."""
    files = [ROOT / "app.py", *(path for folder in ("views", "quizzes", "tests") for path in sorted((ROOT / folder).rglob("*.*")))]
    wanted = [path for path in files if path.suffix[1:] in kinds and not set(OTHERS) & set(path.parts)]
    return {path: path.read_text(encoding="utf-8") for path in wanted if path not in (THIS, EDGE)}


def everything() -> str:
    return "\n".join(ours("py", "css", "js", "html").values())


# The page in the browser

TEST_ID = re.compile(r"data-testid[\^$*|~]?=\\?[\"']?(\w+)|get_by_test_id\([\"'](\w+)|'(st[A-Z]\w+)'(?=[,\]])")
CLASS = re.compile(r"\.(st[A-Z]\w+)")
NAME = re.compile(r"(?<![\w.])(st[A-Z]\w+)")
ATTRIBUTE = re.compile(r"(data-test-[\w-]+)")
VALUE = re.compile(r"\[(data-test-[\w-]+|kind)\^?=\\?[\"']?(\w+)|(aria-label)\^?=\\?[\"'](Shortcut )")


def used(pattern: re.Pattern[str]) -> set[str]:
    """What is found of it in all that we have written."""
    return {next(filter(None, found.groups())) for found in pattern.finditer(everything())}


@pytest.mark.parametrize("name", TEST_IDS)
def test_streamlit_marks_an_element_so(name: str) -> None:
    assert name in texts_of_bundle()


@pytest.mark.parametrize("name", CLASSES)
def test_streamlit_has_elements_of_this_class(name: str) -> None:
    assert any(name in text.split() for text in texts_of_bundle())


def test_what_is_asked_for_by_its_mark_or_class_is_listed_and_nothing_else() -> None:
    assert used(TEST_ID) == TEST_IDS.keys()
    assert used(CLASS) == CLASSES.keys()
    assert used(NAME) <= TEST_IDS.keys() | CLASSES.keys() | IN_BROWSER.keys()


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in ATTRIBUTES.items() for value in values or ("",)])
def test_streamlit_says_it_in_this_attribute(name: str, value: str) -> None:
    assert re.search(rf"(?<![\w-]){name}(?![\w-])", bundle()), "no such attribute"
    assert not value or value in texts_of_bundle()


def test_the_values_of_attributes_that_are_asked_for_are_listed_and_nothing_else() -> None:
    found = {tuple(filter(None, one)) for one in VALUE.findall(everything())}
    assert found == {(name, value) for name, values in ATTRIBUTES.items() for value in values}
    assert used(ATTRIBUTE) == {name for name in ATTRIBUTES if name.startswith("data-")}
    assert [name for name, values in ATTRIBUTES.items() if not values and f"[{name}=" not in everything()] == []


def test_an_element_with_a_key_has_a_class_that_tells_it() -> None:
    (made,) = re.findall(rf"`{streamlit_edge.KEY_CLASS}`\+\w+\.trim\(\)\.replaceAll\(/(.+?)/g,`-`\)", bundle())
    assert made == "[^a-zA-Z0-9_-]", "views/page/keyed.py makes keys that stay as they are"


@pytest.mark.parametrize("name", IN_BROWSER)
def test_streamlit_reads_this_in_the_browser(name: str) -> None:
    assert re.search(rf"(?<![\w]){name}(?![\w])", bundle())
    assert name in everything()


def test_the_theme_that_was_chosen_is_kept_by_address_and_version() -> None:
    assert re.search(r"=2,\w+=`stActiveTheme-\$\{window\.location\.pathname\}`", bundle())
    assert "`stActiveTheme-${location.pathname}-v2`" in SELECTORS.read_text(encoding="utf-8")


def test_our_scripts_name_streamlits_page_in_one_file() -> None:
    names = re.compile(r"(?<!\w)st[A-Z]\w+|st-key-|data-test|__streamlit|Shortcut \$")
    assert [path.name for path, text in ours("js").items() if names.search(text)] == [SELECTORS.name]


# The shell page, and the addresses of the server


@cache
def shell() -> str:
    return streamlit_edge.SHELL.read_text(encoding="utf-8")


@pytest.mark.parametrize("sign", ["TITLE", "ROOT", "HEAD", "END_OF_HEAD", "BODY"])
def test_the_shell_page_has_this_once(sign: str) -> None:
    assert shell().count(getattr(streamlit_edge, sign)) == 1


def test_the_shell_page_names_its_style_its_scripts_and_its_sign_as_we_look_for_them() -> None:
    assert shell().count('rel="stylesheet"') == len(streamlit_edge.SHEET.findall(shell())) == 1
    named = streamlit_edge.FILES.findall(shell())
    assert len(named) == len(re.findall(r"\.(?:js|css)\"", shell())) > 10
    assert all((streamlit_edge.STATIC / address[1:]).is_file() for address in named)
    assert f'href=".{streamlit_edge.ICON}"' in shell()


@pytest.mark.parametrize("name", streamlit_edge.CHUNKS)
def test_streamlits_script_has_this_part(name: str) -> None:
    assert list(streamlit_edge.chunk_files(name))


@pytest.mark.parametrize("name", streamlit_edge.FONTS)
def test_streamlit_brings_this_font(name: str) -> None:
    assert list(streamlit_edge.font_files(name))


@cache
def served() -> tuple[str, ...]:
    """The addresses at which Streamlit's server answers."""
    from streamlit.web.server.starlette.starlette_app import create_streamlit_routes

    return tuple(f"/{route.path.lstrip('/')}" for route in create_streamlit_routes(MagicMock()))  # type: ignore[attr-defined]


@pytest.mark.parametrize("address", [one for one in streamlit_edge.NOT_PAGES if one != "/static"])
def test_streamlit_serves_something_else_than_pages_below(address: str) -> None:
    assert any(one.startswith(f"{address}/") for one in served())


def test_streamlits_own_files_are_served_below_static() -> None:
    assert "/static" in streamlit_edge.NOT_PAGES
    assert [path.name for path in streamlit_edge.STATIC.iterdir() if path.is_dir()] == ["static"]


def test_streamlit_serves_nothing_but_pages_elsewhere() -> None:
    elsewhere = [one for one in served() if not one.startswith(streamlit_edge.NOT_PAGES)]
    assert elsewhere == ["/auth/login", "/auth/logout", "/oauth2callback", "/"], "signing in is a redirect, the last one the shell page"


@pytest.mark.parametrize("address", sorted({f"/{one}" for one in re.findall(r"(?<=/)_stcore/[\w/]*\w", everything())}))
def test_streamlit_answers_at_this_address_that_we_ask_for(address: str) -> None:
    assert any(one == address or one.startswith(f"{address}/") for one in served())


def test_files_are_sent_to_where_we_expect_them() -> None:
    assert any(one.startswith(streamlit_edge.UPLOADS) for one in served())


# Python


def named(where: str) -> Any:
    """``package.module:name.name``"""
    module, _, path = where.partition(":")
    thing: Any = importlib.import_module(module)
    for name in path.split(".") if path else ():
        thing = getattr(thing, name)
    return thing


TAKES = {
    "streamlit.runtime.scriptrunner:get_script_run_ctx": ("suppress_warning",),
    "streamlit.runtime.memory_uploaded_file_manager:MemoryUploadedFileManager": ("upload_endpoint",),
    "streamlit.runtime.memory_uploaded_file_manager:MemoryUploadedFileManager.add_file": ("self", "session_id", "file"),
    "streamlit.runtime.memory_uploaded_file_manager:MemoryUploadedFileManager.remove_file": ("self", "session_id", "file_id"),
    "streamlit.runtime.forward_msg_queue:ForwardMsgQueue.clear": ("self", "retain_lifecycle_msgs", "fragment_ids_this_run"),
    "streamlit.runtime.uploaded_file_manager:UploadedFileRec": ("file_id", "name", "type", "data"),
    "streamlit.web.server.server_util:get_url": ("host_ip",),
    "streamlit.config:is_manually_set": ("option_name",),
    # What only tests ask for, or put something in the place of.
    "streamlit.runtime.context:_get_client_context": (),
    "streamlit.env_util:is_repl": (),
    "streamlit.util:calc_hash": ("s",),  # a page's hash is that of its address
    "streamlit.runtime.scriptrunner.script_runner:_clean_problem_modules": (),
    "streamlit.testing.v1.local_script_runner:MemoryUploadedFileManager": ("upload_endpoint",),
}
"""What we call, or others call and we replace -> its parameters."""

HAS = {
    "streamlit.runtime.context:ContextProxy": ("cookies", "headers", "url", "ip_address", "timezone_offset"),
    "streamlit.runtime.scriptrunner_utils.script_run_context:ScriptRunContext": ("session_id", "uploaded_file_mgr", "shared"),
    "streamlit.runtime.app_session": ("asyncio",),
    "streamlit.testing.v1.element_tree:Block": ("children", "proto"),
    "streamlit.proto.BackMsg_pb2:BackMsg": ("rerun_script",),
    "streamlit.proto.ForwardMsg_pb2:ForwardMsg": ("new_session", "delta", "metadata", "script_finished", "FINISHED_EARLY_FOR_RERUN"),
}
"""What we look into -> the names in it."""

LATE = {"streamlit.components.v2.manifest_scanner:scan_component_manifests": "streamlit.components.v2.component_manager"}
"""What tests replace -> who imports it only when it is called: before that, our own would come too late."""


@pytest.mark.parametrize("name", TAKES)
def test_streamlit_has_this_with_these_parameters(name: str) -> None:
    assert tuple(inspect.signature(named(name)).parameters)[: len(TAKES[name]) or None] == TAKES[name]


@pytest.mark.parametrize(("name", "part"), [(name, part) for name, parts in HAS.items() for part in parts])
def test_streamlit_has_this_part_of_it(name: str, part: str) -> None:
    thing = named(name)
    fields = thing.DESCRIPTOR.fields_by_name if hasattr(thing, "DESCRIPTOR") else getattr(thing, "__annotations__", {})
    assert hasattr(thing, part) or part in fields


@pytest.mark.parametrize("name", LATE)
def test_this_is_imported_when_it_is_called(name: str) -> None:
    assert callable(named(name))
    user = named(LATE[name])
    function = name.partition(":")[2]
    assert not hasattr(user, function)
    assert f"{function}()" in inspect.getsource(user)


def test_the_browser_is_the_contexts_and_there_is_none_outside_a_run() -> None:
    assert isinstance(st.context, streamlit_edge.Browser)
    assert streamlit_edge.browser() is None


def test_a_run_knows_the_keys_of_what_it_has_drawn() -> None:
    assert not streamlit_edge.is_drawn("outside-a-run")

    def page() -> None:
        import streamlit as st

        from views.page import streamlit_edge

        before = streamlit_edge.is_drawn("pressed")
        st.button("Press", key="pressed")
        st.text(f"{before}, {streamlit_edge.is_drawn('pressed')}")

    visit = AppTest.from_function(page).run()
    assert not visit.exception
    assert [text.value for text in visit.text] == ["False, True"]


def test_the_files_of_a_session_are_held_in_the_order_in_which_they_came() -> None:
    from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
    from streamlit.runtime.uploaded_file_manager import UploadedFileRec

    held = MemoryUploadedFileManager("/upload")
    for name in ("b", "c", "a"):
        held.add_file("session", UploadedFileRec(name, name, "text/csv", b""))
    held.remove_file("session", "c")
    assert {session: list(files) for session, files in held.file_storage.items()} == {"session": ["b", "a"]}


def test_what_a_fragment_draws_waits_in_the_queue_that_we_know() -> None:
    from streamlit.runtime.forward_msg_queue import ForwardMsgQueue

    assert {"_delta_index_map", "_queue"} <= vars(ForwardMsgQueue()).keys()
    assert "self._browser_queue.clear(" in inspect.getsource(named("streamlit.runtime.app_session:AppSession._clear_queue"))


def test_a_session_makes_its_loop_by_the_name_that_we_replace() -> None:
    from streamlit.runtime import app_session

    assert app_session.asyncio is asyncio  # type: ignore[attr-defined]
    assert "asyncio.new_event_loop()" in inspect.getsource(app_session.AppSession.__init__)


@pytest.mark.parametrize(
    ("replaced", "by"),
    [
        ("_get_client_context()", "streamlit.runtime.context:ContextProxy"),
        ("env_util.is_repl()", "streamlit.delta_generator"),
        ("_clean_problem_modules", "streamlit.runtime.scriptrunner.script_runner:ScriptRunner"),
        ("MemoryUploadedFileManager(", "streamlit.testing.v1.local_script_runner:LocalScriptRunner"),
    ],
)
def test_streamlit_asks_for_what_tests_replace_by_the_name_that_they_replace(replaced: str, by: str) -> None:
    assert replaced in inspect.getsource(named(by))


@pytest.mark.parametrize("name", streamlit_edge.HIDDEN_OPTIONS)
def test_this_option_is_there_though_no_list_shows_it(name: str) -> None:
    from streamlit import config

    assert config.get_config_options()[name].visibility == "hidden"


def test_every_hidden_option_that_we_set_is_listed() -> None:
    import tomllib

    from streamlit import config

    told = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    names = {f"{section}.{name}" for section, values in told.items() for name, value in values.items() if not isinstance(value, dict)}
    options = config.get_config_options()
    assert {name for name in names if options[name].visibility == "hidden"} == set(streamlit_edge.HIDDEN_OPTIONS)


# Nothing of it is used anywhere else

DOCUMENTED = ("streamlit", "streamlit.testing.v1", "streamlit.testing.v1.AppTest")


def insides(tree: ast.AST) -> Iterator[str]:
    """What a file imports, or reaches through ``st``, of Streamlit that no documentation names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.startswith("streamlit."))
        elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "streamlit":
            yield from (f"{node.module}.{alias.name}" for alias in node.names if f"{node.module}.{alias.name}" not in DOCUMENTED)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in ("st", "streamlit"):
            found = getattr(st, node.attr, None)
            if node.attr.startswith("_") or (isinstance(found, ModuleType) and node.attr not in ("column_config", "components")):
                yield f"streamlit.{node.attr}"


@pytest.mark.parametrize(
    "text",
    [
        "from streamlit import config",
        "def f():\n    from streamlit.runtime import app_session",
        "import streamlit.web.server.server_util",
        "import streamlit as st\nst.runtime.get_instance()",
        "import streamlit as st\nst.__file__",
    ],
)
def test_the_rule_sees_what_reaches_into_streamlit(text: str) -> None:
    assert list(insides(ast.parse(text)))


def test_the_rule_lets_documented_names_through() -> None:
    text = "from streamlit.testing.v1 import AppTest\nst.components.v2.component('a')\nst.button('b')\nst.get_option('c')"
    assert list(insides(ast.parse(f"import streamlit as st\n{text}"))) == []


def test_our_code_reaches_into_streamlit_in_one_module() -> None:
    assert {path: found for path, text in product().items() if (found := sorted(insides(ast.parse(text))))} == {}
    assert len(list(insides(ast.parse(EDGE.read_text(encoding="utf-8"))))) > 5


def product() -> Mapping[Path, str]:
    return {path: text for path, text in ours("py").items() if ROOT / "tests" not in path.parents}


def test_what_our_code_and_its_tests_reach_for_is_a_case_here() -> None:
    listed = {name.replace(":", ".") for name in (*TAKES, *HAS, *LATE)}
    texts = [*ours("py").values(), EDGE.read_text(encoding="utf-8")]
    reached = {name for text in texts for name in insides(ast.parse(text))} - {"streamlit.__file__", "streamlit.config"}
    assert [name for name in sorted(reached) if not any(one == name or one.startswith(f"{name}.") for one in listed)] == []
