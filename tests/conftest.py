"""What every test may use. The fixtures stand in tests/fixtures, one file per thing; this one ties them."""

import gc
import random
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from argon2 import PasswordHasher

from portal.accounts import passwords

pytest_plugins = ["tests.fixtures.portals", "tests.fixtures.postgres", "tests.fixtures.browsers"]

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
NEEDS = {"postgres_server": "postgres", "browser": "browser"}


@pytest.fixture(scope="session", autouse=True)
def no_network_but_loopback() -> Iterator[None]:
    """A test that reaches out passes here and fails on the train, and tells somebody that we test."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        inside = self.family not in (socket.AF_INET, socket.AF_INET6) or address[0] in LOOPBACK
        assert inside, f"a test wants to connect to {address[0]}: only loopback is allowed"
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


@pytest.fixture(scope="session", autouse=True)
def segments_have_names_of_their_own() -> Iterator[None]:
    """Hypothesis seeds `random` anew for each example, and Whoosh names its segments from it: the same name twice in one index."""
    letters, chance = "0123456789abcdefghijklmnopqrstuvwxyz", random.SystemRandom()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("whoosh.codec.base.random_name", lambda size: "".join(chance.choices(letters, k=size)))
        yield


@pytest.fixture(scope="session", autouse=True)
def passwords_are_hashed_quickly() -> Iterator[None]:
    """A hash that costs a tenth of a second, a thousand times over, was a third of the run. What the portal itself asks of a hash is
    seen by tests/rooms/accounts/test_passwords.py."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
        yield


@pytest.fixture(scope="session", autouse=True)
def garbage_is_collected_seldom() -> None:
    """Hundreds of portals are made and dropped; looking through all of them again and again takes a twelfth of the run."""
    gc.set_threshold(100_000, 50, 100)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks tests by the programs that their fixtures need, so that `-m 'not browser'` leaves them out."""
    for item in items:
        for fixture, mark in NEEDS.items():
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(mark)
