"""The settings that make Streamlit fast and keep it quiet and safe are on, as the server sees them."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from quizzes.exports.events_json import SIZE_LIMIT_MB

ROOT = Path(__file__).resolve().parents[1]
THEME_COLORS = ("primaryColor", "backgroundColor", "secondaryBackgroundColor", "textColor", "linkColor", "borderColor")

WANTED: Mapping[str, Any] = {
    # Fast: the first is a hidden option, without it every click ends in a full garbage collection; magic is compiled for each visitor.
    "runner.postScriptGC": False,
    "runner.fastReruns": True,
    "runner.magicEnabled": False,
    "server.fileWatcherType": "none",
    # Quiet: nothing leaves the machine, and a student never reads a traceback.
    "browser.gatherUsageStats": False,
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "client.toolbarMode": "minimal",
    "server.headless": True,
    # Safe.
    "server.enableXsrfProtection": True,
}

ASK = """
import json, sys
from streamlit import config
print(json.dumps({name: config.get_option(name) for name in json.loads(sys.argv[1])}))
"""


@pytest.fixture(scope="module")
def options() -> dict[str, Any]:
    """What Streamlit makes of the file, asked in the project's root and without the environment's own wishes."""
    names = [*WANTED, "server.maxUploadSize", "server.maxMessageSize", "server.disconnectedSessionTTL"]
    names += [f"theme.{scheme}.{color}" for scheme in ("light", "dark") for color in THEME_COLORS]
    environ = {name: value for name, value in os.environ.items() if not name.startswith("STREAMLIT_")}
    command = [sys.executable, "-c", ASK, json.dumps(names)]
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


@pytest.mark.parametrize("name", WANTED)
def test_the_setting_is_on(options: dict[str, Any], name: str) -> None:
    assert options[name] == WANTED[name]


def test_the_limits_are_sane(options: dict[str, Any]) -> None:
    assert options["server.maxUploadSize"] == SIZE_LIMIT_MB + 1, "a body is a little larger than the file in it"
    assert SIZE_LIMIT_MB <= 32
    assert 60 <= options["server.disconnectedSessionTTL"] <= 180, "each page load leaves a session behind for so long"


def test_light_and_dark_have_a_theme_of_our_own(options: dict[str, Any]) -> None:
    for color in THEME_COLORS:
        light, dark = options[f"theme.light.{color}"], options[f"theme.dark.{color}"]
        assert light
        assert dark
        assert light != dark


def test_streamlit_knows_every_setting_of_the_file(options: dict[str, Any]) -> None:
    told = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    names = [f"{section}.{name}" for section, values in told.items() for name, value in values.items() if not isinstance(value, dict)]
    ask = ASK.replace("config.get_option(name)", "name in config.get_config_options()")
    done = subprocess.run([sys.executable, "-c", ask, json.dumps(names)], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert [name for name, known in json.loads(done.stdout.splitlines()[-1]).items() if not known] == []


@pytest.mark.skipif(sys.platform == "win32", reason="uvloop is not made for Windows")
def test_the_fast_event_loop_is_installed() -> None:
    assert [name for name in ("uvloop", "httptools") if importlib.util.find_spec(name) is None] == []
