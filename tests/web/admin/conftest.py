"""Who administers in these tests."""

import pytest
from flask import Flask

from tests.judge import JudgingClient
from tests.web.people import signed_in

ADMINISTRATOR = "verwaltung@demo.example"


@pytest.fixture
def admin(own_app: Flask) -> JudgingClient:
    """The demo's administrator in a portal of this test alone."""
    return signed_in(own_app, ADMINISTRATOR)
