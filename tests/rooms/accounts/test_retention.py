"""What accounts leave behind goes when nobody needs it any more, and not before."""

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.accounts import actions, queries, recovery, registration, retention, sessions, slowdown
from portal.models import AccountTicket, FailedAttempt, LoginSession, User

from .people import NOW, application, demo, somebody


def count(session: Session, kind: type) -> int:
    return session.scalar(select(func.count()).select_from(kind)) or 0


def test_links_sessions_and_failures_go_when_they_are_over(session: Session) -> None:
    user = somebody(session)
    recovery.ask(session, email=user.email, now=NOW)
    sessions.begin(session, user=user, device="/", is_remembered=False, now=NOW)
    sessions.begin(session, user=user, device="/", is_remembered=True, now=NOW)
    slowdown.begin(session, key="k" * 64, now=NOW)
    early = retention.forget(session, NOW + timedelta(hours=1))
    assert (early.tickets, early.sessions, early.attempts, early.accounts) == (0, 0, 0, 0)
    late = retention.forget(session, NOW + timedelta(days=2))
    assert (late.tickets, late.sessions, late.attempts) == (1, 1, 1)
    assert (count(session, AccountTicket), count(session, LoginSession), count(session, FailedAttempt)) == (
        0,
        1,
        0,
    )


def test_accounts_that_nobody_confirmed_go_after_thirty_days_with_what_waits_for_them(
    session: Session,
) -> None:
    user = registration.apply(session, application=application(), now=NOW).user
    [institution] = registration.applied_with(session, user)
    user.created_at, slug = NOW, institution.slug
    session.flush()
    assert retention.forget(session, NOW + timedelta(days=30)).accounts == 0
    assert retention.forget(session, NOW + timedelta(days=31)).accounts == 1
    assert queries.by_email(session, "berta@toepferkreis.example") is None
    assert registration.free_slug(session, "Töpferkreis Kleinkühnau") == slug


def test_confirmed_and_invited_people_stay(session: Session) -> None:
    somebody(session)
    actions.add_user(session, email="leitung@x.example", name="Leitung", password_hash="")
    before = count(session, User)
    retention.forget(session, NOW + timedelta(days=4000))
    assert count(session, User) == before
    assert demo(session, "anbieter@demo.example")
