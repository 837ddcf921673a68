"""The tools that read the code: style, types, import contracts, templates. `make lint` runs the same."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.sources import ROOT

BIN = Path(sys.executable).parent
TOOLS = {
    "style": (sys.executable, "-m", "ruff", "check", "."),
    "format": (sys.executable, "-m", "ruff", "format", "--check", "."),
    "types": (sys.executable, "-m", "mypy"),
    "imports": (str(BIN / "lint-imports"), "--no-cache"),
    "templates": (str(BIN / "djlint"), "templates", "--lint", "--quiet"),
}


@pytest.mark.parametrize("tool", TOOLS)
def test_linter_finds_nothing(tool: str) -> None:
    done = subprocess.run(TOOLS[tool], cwd=ROOT, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert done.returncode == 0, f"{' '.join(TOOLS[tool])}\n{done.stdout[-6000:]}{done.stderr[-2000:]}"
