"""Passwords: right ones fit, wrong ones and unknown accounts do not, bad ones are not taken, and importing the module hashes
nothing."""

import subprocess
import sys

import pytest

from portal.accounts import passwords
from portal.errors import Conflict

DECOY = "no account has this password: 6b0f1c7e"


def test_a_hash_is_as_dear_as_rfc_9106_asks() -> None:
    """Tests hash cheaply (tests/conftest.py), so the module is asked in a process of its own."""
    code = "from portal.accounts.passwords import hashed; print(hashed('ein gutes Passwort'))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "$m=65536,t=3,p=4$" in said


def test_a_password_fits_its_own_hash_alone() -> None:
    stored = passwords.hashed("ein gutes Passwort")
    assert stored.startswith("$argon2id$")
    assert passwords.is_right("ein gutes Passwort", stored)
    assert not passwords.is_right("ein anderes", stored)


@pytest.mark.parametrize("stored", [None, ""])
def test_an_account_without_password_opens_to_nobody_not_even_with_the_decoy(stored: str | None) -> None:
    assert not passwords.is_right(DECOY, stored)
    assert not passwords.is_right("", stored)


def test_what_is_no_hash_never_fits() -> None:
    assert not passwords.is_right("x", "no hash")


def test_the_same_letters_fit_however_the_keyboard_writes_them() -> None:
    """macOS sends ü as one character, some phones as two."""
    assert passwords.is_right("Gru\u0308n und Blau", passwords.hashed("Gr\u00fcn und Blau"))


@pytest.mark.parametrize(
    "password",
    [
        "",
        "kurz",
        "neun Zeic",
        "x" * 201,
        "aaaaaaaaaaaa",
        "1234567890",
        "Passwort123",
        "a@b.example",
        "Anna Beispiel",
    ],
)
def test_a_password_that_is_easily_guessed_is_not_taken(password: str) -> None:
    with pytest.raises(Conflict) as refused:
        passwords.check(password, email="a@b.example", name="Anna Beispiel")
    assert refused.value.field == "password"


@pytest.mark.parametrize(
    "password", ["zehn Zeich", "drei lange Wörter", "x7" * 4 + "qp", "🌻🌻🌻 über den Zaun"]
)
def test_other_passwords_are_taken(password: str) -> None:
    passwords.check(password, email="a@b.example", name="Anna Beispiel")


def test_starting_hashes_nothing() -> None:
    source = "from portal.accounts import passwords; print(passwords._decoy.cache_info().currsize)"
    answer = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, timeout=60)
    assert answer.stdout.strip() == "0"
