"""Browser tests wait for what they claim: a page that still loads is no fault.

`assert locator.count() == 2` reads the page in that moment, in a busy machine the moment before it is there;
`expect(locator).to_have_count(2)` reads until it holds or patience ends.
"""

import ast

from tests.house.sources import files, name, parsed

READ_AT_ONCE = frozenset({"count", "is_checked", "is_hidden", "is_visible", "input_value", "all_inner_texts"})


def reads_at_once(node: ast.AST) -> bool:
    """Playwright's questions take no argument, unlike their namesakes of strings and lists."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in READ_AT_ONCE
        and not node.args
    )


def test_no_claim_reads_a_page_at_once() -> None:
    hasty = [
        f"{name(path)}:{claim.lineno}"
        for path in files("*.py", "tests/browser")
        for claim in ast.walk(parsed(path))
        if isinstance(claim, ast.Assert) and any(map(reads_at_once, ast.walk(claim.test)))
    ]
    assert hasty == []
