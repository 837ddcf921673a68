"""Writes every page as a file, to look at in a browser: python -m tests.components.gallery FOLDER."""

import sys
from pathlib import Path

from .contexts import PAGES
from .kitchen import STATIC, bare, environment, site


def write(folder: Path) -> list[str]:
    """All pages into the folder, beside a link to static/. Returns their file names."""
    folder.mkdir(parents=True, exist_ok=True)
    shelf = folder / "static"
    if not shelf.exists():
        shelf.symlink_to(STATIC, target_is_directory=True)
    templates = environment()
    names = []
    for name, (template, context) in PAGES.items():
        around = bare() if template == "errors/broken.html" else site()
        html = templates.get_template(template).render({**around, **context()})
        (folder / f"{name}.html").write_text(html, encoding="utf-8")
        names.append(f"{name}.html")
    return names


if __name__ == "__main__":
    sys.stdout.write("\n".join(write(Path(sys.argv[1]))) + "\n")
