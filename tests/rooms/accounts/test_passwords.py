"""Passwords: right ones fit, wrong ones and unknown accounts do not, and importing the module hashes nothing."""

import subprocess
import sys

from portal.accounts import passwords


def test_a_password_fits_its_own_hash_alone() -> None:
    stored = passwords.hashed("ein gutes Passwort")
    assert passwords.is_right("ein gutes Passwort", stored)
    assert not passwords.is_right("ein anderes", stored)


def test_an_unknown_account_never_fits() -> None:
    assert not passwords.is_right("no account has this password: 6b0f1c7e", None)
    assert not passwords.is_right("x", "no hash")


def test_starting_hashes_nothing() -> None:
    source = "from portal.accounts import passwords; print(passwords._decoy.cache_info().currsize)"
    answer = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, timeout=60)
    assert answer.stdout.strip() == "0"
