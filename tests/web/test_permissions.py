"""Every guarded route answers every role as the table says; a route without a line in it fails."""

from flask import Flask

from tests.web import permissions

HOW = "look whether that is meant, then write the table anew with `python -m tests.web.permissions`"


def test_every_route_answers_every_role_as_the_table_says(own_app: Flask) -> None:
    now, before = permissions.table(own_app), permissions.stored()
    assert set(now) == set(before), (
        f"new: {sorted(set(now) - set(before))}; gone: {sorted(set(before) - set(now))}; {HOW}"
    )


def rows() -> list[tuple[str, dict[str, str]]]:
    """Address and answer by role."""
    parted = (permissions.parts(row) for row in permissions.stored())
    return [(address, dict(zip(permissions.ROLES, answers, strict=True))) for address, answers in parted]


def test_nobody_without_an_account_enters_anywhere() -> None:
    assert {answers["anonymous"] for _address, answers in rows()} == {"login"}


def test_other_institutions_people_enter_nothing_that_names_a_thing_of_this_one() -> None:
    for address, answers in rows():
        if "/anbieterbereich/" in address and "<" in address:
            assert answers["stranger"] == "no", address


def test_providers_enter_neither_editorial_nor_administration() -> None:
    for address, answers in rows():
        if " /redaktion" in address or " /verwaltung" in address:
            assert {answers[role] for role in ("stranger", "member", "manager")} == {"no"}, address
        if " /verwaltung" in address:
            assert answers["editor"] == "no", address


def test_nothing_breaks() -> None:
    assert not [address for address, answers in rows() if any(one[0] == "5" for one in answers.values())]
