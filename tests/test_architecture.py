"""Who may import whom, what no file may do, and what the web process must not hold."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from product_modules import MODULES, ROOT, Module, called, imports
from run_later import Follower

from optimization.labs import LABS
from optimization.labs.networks import NETWORKS
from views.page.pages import ANY_LAB, ANY_MODE, PAGES

HEAVY_LIBRARIES = {"torch", "torch_pruning", "tensorflow", "keras", "ai_edge_litert", "litert_quantizer", "sklearn", "mlxtend"}
HEAVY_SIDE = ("optimization.laboratory",)
COMPOSITION_ROOTS = {"quizzes.__main__", "optimization.__main__"}
LATE = {"pandas", "altair", "distributed", "dask", "numpy", "PIL"}
"""Imported where a chart is drawn, a lab is opened or a picture is shown; never to draw a first page."""
FLOORS = {
    "optimization": "errors results measuring labs bundling running laboratory __main__",
    "quizzes": (
        "errors atomic environment private release records models variants figures markup moodle questions events content schedule "
        "attempts sessions settings lab_runs progress proofs authoring imports exports shell __main__"
    ),
    "views": "page components shown charts server labs practice lessons claims today topics learner instructor",
}
"""The rooms of each package from the ground up: a room imports from those before it only."""
PICKLERS = {"pickle", "_pickle", "cPickle", "cloudpickle", "dill", "joblib", "shelve", "marshal"}
DRAWN_LATE = {"views.charts.lab_charts", "views.charts.bet_chart", "views.charts.progress_charts", "views.charts.sizes_chart"}


def top(name: str) -> str:
    return name.partition(".")[0]


def offenders(modules: list[Module], forbidden: set[str]) -> list[str]:
    """``module -> import`` for each import of a forbidden top-level name."""
    return sorted({f"{module.name} -> {name}" for module in modules for name in imports(module) if top(name) in forbidden})


def test_the_scan_sees_imports_in_functions_relative_ones_and_literal_names() -> None:
    text = "def f():\n    import torch.nn\n    from . import twin\n    from ... import labs\n    importlib.import_module('keras')\n"
    seen = set(imports(Module("optimization.laboratory.quantization.lab", text)))
    assert {"torch.nn", "optimization.laboratory.quantization.twin", "optimization.labs", "keras"} <= seen


def test_the_scan_covers_the_whole_product() -> None:
    names = {module.name for module in MODULES}
    assert {
        "app",
        "quizzes.sessions.study",
        "optimization.running.runner",
        "optimization.laboratory.pruning.lab",
        "views.practice.pages.recall",
    } <= names


def test_quizzes_knows_neither_streamlit_nor_labs_nor_views() -> None:
    modules = [one for one in MODULES if one.is_in("quizzes") and one.name not in COMPOSITION_ROOTS]
    assert offenders(modules, {"streamlit", "optimization", "views", "app"} | HEAVY_LIBRARIES) == []


IDS_OF_LABS_AND_NETWORKS = {*LABS, *NETWORKS}
ORDINARY_WORDS = {"budget", "digit", "inside", "signs"}
"""Ids that are words of their own: budgets are a section of topics, digits and signs stand in texts. Alone in a text they are ids."""


def named_ids(tree: ast.Module, ids: set[str]) -> Iterator[str]:
    """``line: id`` for each text that is one of the ids, and each that no ordinary word explains in a longer text or in a name."""
    rare = "|".join(sorted(ids - ORDINARY_WORDS))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found = {node.value} & ids | set(re.findall(rf"\b(?:{rare})\b", node.value, re.IGNORECASE))
        else:
            names = (getattr(node, field, None) for field in ("id", "attr", "name", "asname", "arg", "module"))
            words = {word.lower() for name in names if isinstance(name, str) for word in re.split(r"[._]|(?<=[a-z])(?=[A-Z])", name)}
            found = words & (ids - ORDINARY_WORDS)
        yield from (f"{getattr(node, 'lineno', 0)}: {one}" for one in found)


def test_quizzes_names_no_lab_and_no_network() -> None:
    """They come in as an argument, so that a school's own lab is as good as ours."""
    assert ORDINARY_WORDS < IDS_OF_LABS_AND_NETWORKS
    modules = [one for one in MODULES if one.is_in("quizzes")]
    assert [f"{one.name}:{found}" for one in modules for found in named_ids(one.tree, IDS_OF_LABS_AND_NETWORKS)] == []


@pytest.mark.parametrize(
    "text",
    [
        "Literal['lenet', 'signs']",
        "if lab == 'budget': pass",
        "Field(examples=[{'lab': 'prune'}])",
        "PAGES = {'inside': 1}",
        "say = 'Open the lab prune, then go on'",
        "def of_lenet(): pass",
        "class PruneParams: pass",
        "QUANTIZE_PAGE = 1",
        "from optimization.labs import prune",
        "run(prune=1)",
    ],
)
def test_the_rule_refuses_a_lab_or_a_network_by_name(text: str) -> None:
    assert list(named_ids(ast.parse(text), IDS_OF_LABS_AND_NETWORKS))


@pytest.mark.parametrize(
    "text", ["topic.budgets", "document.place_inside(path, '16 digits')", "signs = [Budget()]", "say = 'a pruned network'"]
)
def test_the_rule_allows_ordinary_words(text: str) -> None:
    assert not list(named_ids(ast.parse(text), IDS_OF_LABS_AND_NETWORKS))


def test_optimization_knows_neither_streamlit_nor_quizzes_nor_views() -> None:
    modules = [one for one in MODULES if one.is_in("optimization") and one.name not in COMPOSITION_ROOTS]
    assert offenders(modules, {"streamlit", "quizzes", "views", "app"}) == []


def test_the_composition_roots_know_no_web_page() -> None:
    roots = [one for one in MODULES if one.name in COMPOSITION_ROOTS]
    assert len(roots) == len(COMPOSITION_ROOTS)
    assert offenders(roots, {"streamlit", "views", "app"} | HEAVY_LIBRARIES) == []


def test_only_app_and_views_import_streamlit() -> None:
    assert offenders([one for one in MODULES if one.name != "app" and not one.is_in("views")], {"streamlit"}) == []


def test_one_module_reaches_into_streamlit() -> None:
    """What is more than ``import streamlit`` stands where ``tests/test_streamlit_edge.py`` asks for each of it."""
    assert {one.name for one in MODULES for name in imports(one) if name.startswith("streamlit.")} == {"views.page.streamlit_edge"}


def test_heavy_libraries_are_imported_on_the_heavy_side_only() -> None:
    assert offenders([one for one in MODULES if not one.is_in(*HEAVY_SIDE)], HEAVY_LIBRARIES) == []
    assert offenders([one for one in MODULES if one.is_in(*HEAVY_SIDE)], HEAVY_LIBRARIES) != []


def test_nothing_light_imports_the_heavy_side() -> None:
    light = [one for one in MODULES if not one.is_in(*HEAVY_SIDE)]
    found = [f"{one.name} -> {name}" for one in light for name in imports(one) if Module(name, one.text).is_in(*HEAVY_SIDE)]
    assert found == []


def rooms_above(package: str, modules: list[Module]) -> list[str]:
    """``module -> import`` wherever a room of the package imports one that stands above it, or that no floor names."""
    floors = FLOORS[package].split()

    def floor(name: str) -> int:
        room = name.split(".")[1]
        return floors.index(room) if room in floors else -1

    inside = {one.name for one in MODULES if one.is_in(package)}
    found = {(one.name, name) for one in modules if "." in one.name for name in imports(one) if name in inside and "." in name}
    return sorted(
        f"{name} -> {imported}" for name, imported in found if -1 in (floor(name), floor(imported)) or floor(imported) > floor(name)
    )


@pytest.mark.parametrize("package", FLOORS)
def test_no_room_imports_one_above_it(package: str) -> None:
    modules = [one for one in MODULES if one.is_in(package)]
    assert rooms_above(package, modules) == []
    assert sorted({one.name.split(".")[1] for one in modules if "." in one.name}) == sorted(FLOORS[package].split())


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("views.practice.card", "from views.instructor import items"),
        ("views.page.frame", "def draw():\n    from views.labs import lab_panel"),
        ("quizzes.models.item", "from quizzes.content.reader import read_folder"),
        ("optimization.results.bets", "import optimization.labs.prune"),
        ("optimization.running.runner", "from optimization.laboratory.networks import lenet"),
        ("quizzes.attic.old", "from quizzes.models import item"),
    ],
)
def test_the_rule_refuses_an_import_of_a_room_above(name: str, text: str) -> None:
    assert rooms_above(name.partition(".")[0], [Module(name, text)])


MOST_MODULES = 16
LONGEST_FILE = 300
LONGEST_FUNCTION = 60
MADE_ELSEWHERE = ("views/components/codemirror",)


def files_of(root: Path) -> list[Path]:
    """The files of the product that people write: its Python, scripts and style sheets."""
    folders = [root / package for package in FLOORS]
    files = [path for folder in folders for kind in ("py", "js", "css") for path in folder.rglob(f"*.{kind}")]
    return [path for path in [root / "app.py", *files] if not path.relative_to(root).as_posix().startswith(MADE_ELSEWHERE)]


def too_large(root: Path) -> list[str]:
    """Folders with more modules, files with more lines and functions with more lines than one can overlook."""
    files = files_of(root)
    modules = [path for path in files if path.suffix == ".py" and path.name != "__init__.py"]
    full = [
        f"{folder.relative_to(root)}/: {n} modules" for folder, n in Counter(path.parent for path in modules).items() if n > MOST_MODULES
    ]
    lines = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    long = [f"{path.relative_to(root)}: {n} lines" for path, n in lines.items() if n > LONGEST_FILE]
    functions = [f"{path.relative_to(root)}: {name}" for path in files if path.suffix == ".py" for name in long_functions(path)]
    return sorted([*full, *long, *functions])


def long_functions(path: Path) -> Iterator[str]:
    """``name, lines`` of each function that is too long, from its first decorator to its end."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            count = (node.end_lineno or first) - first + 1
            if count > LONGEST_FUNCTION:
                yield f"{node.name}, {count} lines"


def test_no_folder_no_file_and_no_function_is_too_large() -> None:
    assert len(files_of(ROOT)) > 300
    assert too_large(ROOT) == []


def test_what_is_one_too_large_is_found_and_what_is_just_small_enough_is_not(tmp_path: Path) -> None:
    for package in FLOORS:
        (tmp_path / package / "room").mkdir(parents=True)
    codemirror = tmp_path / MADE_ELSEWHERE[0]
    codemirror.mkdir(parents=True)
    body = "".join(f"    {number}\n" for number in range(LONGEST_FUNCTION - 1))
    (tmp_path / "app.py").write_text(f"def whole():\n{body}", encoding="utf-8")
    (tmp_path / "views" / "page.js").write_text("1\n" * LONGEST_FILE, encoding="utf-8")
    (codemirror / "codemirror.js").write_text("1\n" * (LONGEST_FILE + 1), encoding="utf-8")
    for name in ("__init__", *(f"m{number}" for number in range(MOST_MODULES))):
        (tmp_path / "quizzes" / "room" / f"{name}.py").touch()
    assert too_large(tmp_path) == []
    (tmp_path / "app.py").write_text(f"@once\ndef whole():\n{body}", encoding="utf-8")
    (tmp_path / "views" / "page.css").write_text("a {}\n" * (LONGEST_FILE + 1), encoding="utf-8")
    (tmp_path / "quizzes" / "room" / "more.py").touch()
    assert too_large(tmp_path) == ["app.py: whole, 61 lines", "quizzes/room/: 17 modules", "views/page.css: 301 lines"]


def test_app_py_reaches_the_rest_through_views() -> None:
    assert offenders([one for one in MODULES if one.name == "app"], {"quizzes", "optimization"}) == []


def test_content_holds_no_python() -> None:
    files = [path for path in (ROOT / "content").rglob("*") if path.is_file()]
    assert files
    assert [path for path in files if path.suffix in (".py", ".pyc", ".pyi", ".ipynb", ".so")] == []


def test_session_state_is_touched_in_one_file() -> None:
    found = {
        one.name
        for one in MODULES
        for node in ast.walk(one.tree)
        if (isinstance(node, ast.Attribute) and node.attr == "session_state") or (isinstance(node, ast.Name) and node.id == "session_state")
    }
    assert found == {"views.page.state"}


def test_what_runs_later_reads_neither_the_visitor_nor_the_state_nor_the_address() -> None:
    """A download's callable, a run's ``on_ended`` and a thread run where nobody is here: what they need is bound before.

    The scan has to have followed them, too.
    """
    views = {one.name: one.tree for one in MODULES if one.is_in("views")}
    follower = Follower(views)
    assert follower.run() == []
    read = {node.name for tree in views.values() for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) if follower.read(node)}
    assert {"json_of", "csv_of", "deck", "keep", "made", "record", "lab_run_event"} <= read


RUNS_LATER_BADLY = {
    "a lambda": "st.download_button('x', lambda: visitor.learner())",
    "by keyword": "st.download_button('x', data=lambda: st.session_state['a'])",
    "a function of the file": "def made():\n    return visitor.learner()\ndef draw():\n    st.download_button('x', made)",
    "what that function calls": "def who():\n    return st.context.cookies\ndef made():\n    return who()\nst.download_button('x', made)",
    "a partial": "def made(a):\n    return st.query_params[a]\nst.download_button('x', partial(made, 'a'))",
    "a partial of a partial": "def made(a):\n    return state.load()\nst.download_button('x', partial(functools.partial(made), 1))",
    "what a partial is given": "def made(a):\n    return a()\nst.download_button('x', partial(made, visitor.learner))",
    "a function in a function": "def draw():\n    def made():\n        return visitor.now()\n    st.download_button('x', made)",
    "a name for a lambda": "def draw():\n    made = lambda: visitor.now()\n    st.download_button('x', made)",
    "a name for the visitor": "def draw():\n    who = visitor.learner\n    st.download_button('x', lambda: who())",
    "a proxy that reads late": "def draw():\n    here = st.session_state\n    st.download_button('x', lambda: here['a'])",
    "a default": "def draw():\n    st.download_button('x', lambda here=st.context: here.cookies)",
    "through a function of ours": "def button(a):\n    st.download_button('x', a)\ndef made():\n    return state.load()\nbutton(made)",
    "by keyword through it": "def button(*, write):\n    st.download_button('x', write)\nbutton(write=lambda: visitor.learner())",
    "made by a function": "def maker():\n    def made():\n        visitor.learner()\n    return made\nst.download_button('x', maker())",
    "either of two": "st.download_button('x', 'text' if a else (lambda: visitor.learner()))",
    "imported by name": "from views.page.visitor import learner as who\nst.download_button('x', lambda: who())",
    "imported in the function": "def made():\n    from views.page import visitor as who\n    who.learner()\nst.download_button('x', made)",
    "in another file": "from views import elsewhere\nst.download_button('x', lambda: elsewhere.of_visitor())",
    "a method": "class Page:\n    def made(self):\n        return visitor.learner()\nst.download_button('x', Page().made)",
    "when a run has finished": "def keep(run, result):\n    visitor.learner()\nrunner().submit('lab', {}, asker='a', on_ended=keep)",
    "a thread": "threading.Thread(target=lambda: visitor.learner()).start()",
    "an executor": "pool.submit(visitor.learner)",
}
IMPORTS = "import functools, threading\nfrom functools import partial\nimport streamlit as st\nfrom views.page import state, visitor\n"
ELSEWHERE = ast.parse("from views.page import visitor\ndef of_visitor():\n    return visitor.learner()")


@pytest.mark.parametrize("name", RUNS_LATER_BADLY)
def test_the_rule_refuses_what_runs_later_and_asks_who_is_here(name: str) -> None:
    page = ast.parse(IMPORTS + RUNS_LATER_BADLY[name])
    assert Follower({"views.page": page, "views.elsewhere": ELSEWHERE}).run()


@pytest.mark.parametrize(
    "body",
    [
        "learner = visitor.learner()\n    st.download_button('x', lambda: dump(learner))",
        "st.download_button('x', partial(made, visitor.learner()))",
        "st.download_button('x', made(visitor.learner()))",
        "st.download_button(visitor.learner(), 'text', on_click=state.change)",
        "topic = st.query_params.get('topic')\n    threading.Thread(target=partial(made, topic)).start()",
        "st.button('x', on_click=lambda: visitor.learner())",
    ],
)
def test_the_rule_allows_what_was_bound_when_the_page_was_drawn(body: str) -> None:
    page = ast.parse(f"{IMPORTS}def made(learner):\n    return f'{{learner}}'\ndef draw():\n    {body}")
    assert Follower({"views.page": page}).run() == []


def test_no_unsafe_html() -> None:
    words = {"unsafe_allow_html", "unsafe_allow_javascript"}
    found = [
        f"{one.name}:{node.lineno}"
        for one in MODULES
        for node in ast.walk(one.tree)
        if isinstance(node, ast.Call)
        if any(keyword.arg in words for keyword in node.keywords)
    ]
    assert found == []


def test_html_is_written_for_the_style_block_only() -> None:
    found = {
        one.name
        for one in MODULES
        for node in ast.walk(one.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "html"
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "st"
    }
    assert found <= {"views.page.style"}


def test_no_pickle_is_written_or_read() -> None:
    assert offenders(MODULES, PICKLERS) == []
    for one in MODULES:
        for node in ast.walk(one.tree):
            if isinstance(node, ast.Call):
                assert called(node) not in ("to_pickle", "read_pickle"), f"{one.name}:{node.lineno}"
                assert not _allows_pickle(node), f"{one.name}:{node.lineno}"


def _allows_pickle(node: ast.Call) -> bool:
    said = {keyword.arg: keyword.value.value for keyword in node.keywords if isinstance(keyword.value, ast.Constant)}
    if isinstance(node.func, ast.Attribute) and ast.unparse(node.func) == "torch.load":
        return said.get("weights_only") is not True
    return said.get("allow_pickle") is True or said.get("safe_mode") is False


@pytest.mark.parametrize("call", ["torch.load(f)", "torch.load(f, weights_only=False)", "np.load(f, allow_pickle=True)"])
def test_the_pickle_rule_refuses_what_can_run_code(call: str) -> None:
    assert _allows_pickle(ast.parse(call, mode="eval").body)  # type: ignore[arg-type]


def test_the_anki_program_is_a_test_tool_and_never_imported() -> None:
    """Its licence (AGPL) is not ours; decks are written by genanki."""
    assert offenders(MODULES, {"anki", "aqt"}) == []


TOP = {
    *("app.py", "content", "docs", "optimization", "quizzes", "tests", "views"),
    *("CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "README.md", "SECURITY.md", "pyproject.toml", "requirements.txt"),
    *(".ci", ".github", ".gitignore", ".pre-commit-config.yaml", ".streamlit"),
}
"""All that stands at the top. What is added here needs its sentence in README."""


def test_nothing_stands_at_the_top_that_does_not_belong_there() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, timeout=60)
    if listed.returncode:
        pytest.skip("not a checkout of git")
    assert {path.partition("/")[0] for path in listed.stdout.splitlines()} == TOP


def test_there_is_no_folder_that_streamlit_would_discover() -> None:
    assert not (ROOT / "pages").exists()


WEB_SIDE = """
import importlib, json, sys
for name in json.loads(sys.argv[1]):
    importlib.import_module(name)
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""


def test_a_fresh_web_process_holds_no_heavy_library_and_nothing_it_does_not_need_yet() -> None:
    page_files = {ANY_LAB, ANY_MODE, *(page.file for page in PAGES.values())}
    page_scripts = {Path(file).with_suffix("").as_posix().replace("/", ".") for file in page_files}
    views = {one.name for one in MODULES if one.is_in("views")} - page_scripts - DRAWN_LATE
    wanted = [
        *sorted(views),
        "optimization.running.runner",
        "optimization.labs",
        "optimization.results.records",
        "quizzes.sessions.study",
        "quizzes.content.shelf",
    ]
    command = [sys.executable, "-c", WEB_SIDE, json.dumps(wanted)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    loaded = set(json.loads(done.stdout.splitlines()[-1]))
    assert {"streamlit", "quizzes", "optimization", "views"} <= loaded
    assert loaded & (HEAVY_LIBRARIES | LATE) == set()


FIRST_PAGES = """
import json, sys
from streamlit.testing.v1 import AppTest
from views.page import visitor

visitor.learner = lambda: "0" * 16
app = AppTest.from_file(sys.argv[1], default_timeout=60).run()
app.query_params.update(topic="computer-vision/model-optimization", deck="all")
for page in ("views/topics/topic.py", "views/practice/pages/recall.py"):
    app.switch_page(page).run()
keys = [button.key for button in app.button if button.key]
print(json.dumps([keys, sorted({name.partition(".")[0] for name in sys.modules})]))
"""


def test_the_first_pages_of_a_visit_import_nothing_that_only_charts_labs_and_pictures_need(tmp_path: Path) -> None:
    environ = {**os.environ, "DATA_DIR": str(tmp_path), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", FIRST_PAGES, str(ROOT / "app.py")]
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    keys, loaded = json.loads(done.stdout.splitlines()[-1])
    assert any(key.startswith("turn-") for key in keys), "the card was not drawn"
    assert set(loaded) & (HEAVY_LIBRARIES | LATE) == set()
