"""Where files live: resources that ship with the code (in a checkout and in a wheel alike) and the data folder."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def resource_dir(name: str) -> Path:
    """The folder `templates`, `static`, `migrations` or `seed`: inside the wheel if installed, else beside the package."""
    packed = PACKAGE / "_resources" / name
    return packed if packed.is_dir() else PACKAGE.parent / name
