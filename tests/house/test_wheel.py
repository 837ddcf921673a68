"""The wheel is a whole portal: templates, stylesheets, migrations, seed, word lists travel with the code."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.house.sources import ROOT, files

BESIDE = ("templates", "static", "migrations", "seed")
ASK = """
from portal.paths import PACKAGE, resource_dir
from portal.app import create_app
app = create_app()
assert PACKAGE.parts[-2] == "unpacked", PACKAGE
for name in ("templates", "static", "migrations", "seed"):
    assert resource_dir(name).parent.name == "_resources", name
app.extensions["agora_assets"].address("css/agora.css")
assert app.test_client().get("/muster").status_code == 200
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ZipFile]:
    """The wheel, built from the working tree without asking any registry."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert done.returncode == 0, done.stderr
    (built,) = folder.glob("*.whl")
    with ZipFile(built) as archive:
        yield archive


def test_wheel_holds_every_resource(wheel: ZipFile) -> None:
    wanted = {f"portal/_resources/{path.relative_to(ROOT).as_posix()}" for path in files("*", *BESIDE)}
    wanted |= {path.relative_to(ROOT).as_posix() for path in files("*", "portal") if path.suffix != ".pyc"}
    missing = wanted - set(wheel.namelist())
    assert len(wanted) > 200
    assert not missing


def test_wheel_holds_nothing_else(wheel: ZipFile) -> None:
    strangers = [
        name for name in wheel.namelist() if not name.startswith(("portal/", "agora_bildungsportal-"))
    ]
    assert not strangers
    assert any(name.endswith("licenses/LICENSE") for name in wheel.namelist())


def test_portal_runs_from_the_wheel_alone(wheel: ZipFile, tmp_path: Path) -> None:
    wheel.extractall(tmp_path / "unpacked")
    environment = {
        "PYTHONPATH": str(tmp_path / "unpacked"),
        "AGORA_DATA_DIR": str(tmp_path / "data"),
        "PATH": "",
    }
    done = subprocess.run(
        [sys.executable, "-c", ASK], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
