"""The two commands: what they set up once, what they leave alone the second time, and what they say when they cannot."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.sources import ROOT

BASH = shutil.which("bash") or "/bin/bash"


def run(*command: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command in the project's folder, with nothing on its PATH but what is named."""
    return subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A folder that looks to make like a finished virtual environment."""
    for stamp in (".installed", ".installed-test", ".fonts"):
        (tmp_path / stamp).touch()
    return tmp_path


def planned(target: str, folder: Path) -> list[str]:
    """The commands that make would run."""
    done = run("make", "--dry-run", "--no-print-directory", target, f"VENV={folder}", **os.environ)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_second_start_only_starts(installed: Path) -> None:
    assert planned("run", installed) == [f"{installed}/bin/python -m portal serve --demo --port 8000"]


def test_second_test_run_only_looks_for_programs_and_tests(installed: Path) -> None:
    programs, tests = planned("test", installed)
    assert programs == "bash tools/install_test_programs"
    assert tests.startswith(f"{installed}/bin/python -m pytest ")


def test_changed_requirements_are_installed_again(installed: Path) -> None:
    os.utime(installed / ".installed", (0, 0))
    assert any("pip install" in line for line in planned("run", installed))


def test_machine_without_python_is_told_what_to_do(tmp_path: Path) -> None:
    done = run(BASH, "tools/make_venv", tmp_path / "venv", "python-of-nobody", PATH=str(tmp_path))
    assert done.returncode == 1
    assert "needs Python 3.11 or newer" in done.stderr
    assert not (tmp_path / "venv").exists()


def test_usable_environment_is_kept() -> None:
    done = run(BASH, "tools/make_venv", sys.prefix, PATH=os.environ["PATH"])
    assert (done.returncode, done.stdout) == (0, "")


def test_machine_without_node_goes_without_the_typeface(tmp_path: Path) -> None:
    (tmp_path / "tools").mkdir()
    script = shutil.copy(ROOT / "tools" / "copy_fonts", tmp_path / "tools")
    (tmp_path / "bin").mkdir()
    for program in ("dirname", "bash"):
        (tmp_path / "bin" / program).symlink_to(shutil.which(program) or program)
    done = run(BASH, script, PATH=str(tmp_path / "bin"))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert not (tmp_path / "static").exists()


def test_addresses_of_registries_stay_out_of_the_repository() -> None:
    """A lock file of npm would name them; package.json names exact versions instead."""
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert "package-lock.json" in ignored
    assert "://" not in (ROOT / "constraints.txt").read_text(encoding="utf-8")
