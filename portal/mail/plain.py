"""A letter's Markdown as plain text: paragraphs, lists and quotations stay, addresses of links are written out."""

from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from portal.text import clean


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "linkify": False})


def plain(source: str) -> str:
    """The text part of a letter, of the same source as its HTML (text.markdown_html)."""
    return _blocks(SyntaxTreeNode(_parser().parse(clean(source))), "\n\n")


def _blocks(node: SyntaxTreeNode, between: str) -> str:
    return between.join(_block(child) for child in node.children)


def _block(node: SyntaxTreeNode) -> str:
    if node.type in ("paragraph", "heading"):
        return _line(node.children[0]).strip()
    if node.type == "bullet_list":
        return "\n".join(_hung(item, "- ") for item in node.children)
    if node.type == "ordered_list":
        first = int(node.attrs.get("start", 1))
        return "\n".join(_hung(item, f"{number}. ") for number, item in enumerate(node.children, first))
    if node.type == "blockquote":
        return "\n".join(f"> {line}".rstrip() for line in _blocks(node, "\n\n").splitlines())
    return "-" * 30 if node.type == "hr" else node.content.strip()


def _hung(item: SyntaxTreeNode, mark: str) -> str:
    """A list item: its mark before the first line, the others below its text."""
    return mark + _blocks(item, "\n").replace("\n", "\n" + " " * len(mark))


def _line(node: SyntaxTreeNode) -> str:
    if node.type == "link":
        label, address = "".join(map(_line, node.children)), str(node.attrs["href"])
        is_said = address.removeprefix("mailto:").removeprefix("tel:") == label or address.startswith("tel:")
        return label if is_said else f"{label}: {address}"
    if node.type in ("softbreak", "hardbreak"):
        return "\n"
    return "".join(map(_line, node.children)) if node.children else node.content
