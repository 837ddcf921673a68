"""No sequence of allowed acts publishes what nobody entitled published, loses a version, or leaves a published offer without
its public version. A machine tries; a model beside it knows what an entitled person has agreed to."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from portal.errors import AgoraError
from portal.models import Offer, OfferVersion
from portal.offers import sheet_store
from portal.offers.sheet import OfferSheet, digest, to_json
from portal.permissions.policy import Actor
from portal.town import settings as town_settings
from portal.vocabulary.offers import Availability, OccurrenceStatus, Step
from portal.vocabulary.people import Standing
from portal.vocabulary.workflow import WAS_PUBLIC
from portal.workflow import actions, queries, versions
from portal.workflow.steps import Outcome
from tests.rooms.workflow.conftest import open_town

WHO = st.sampled_from(["member", "manager", "stranger", "editor", "administrator"])
TITLES = st.sampled_from(["Löten", "Messen", "Schweißen"])
TEXT_FIELDS = ("title", "summary", "kind", "terms")


def texts(sheet: OfferSheet) -> str:
    """What of a content is never minor."""
    content = to_json(sheet)
    return repr([(name, content[name]) for name in TEXT_FIELDS])


class AnySequence(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.town = open_town()
        self.session = self.town.session
        self.offer: Offer | None = None
        self.agreed: set[str] = set()  # the texts that somebody entitled has published
        self.kept: dict[int, str] = {}  # number of a version -> digest of its content
        self.minor = town_settings.minor_changes(self.session)

    def teardown(self) -> None:
        self.session.close()

    def attempt(self, act: Callable[[], Any]) -> Any:
        """The act, or nothing at all when it is refused, as a request is rolled back."""
        self.town.later()
        nested = self.session.begin_nested()
        try:
            result = act()
            nested.commit()
        except AgoraError:
            nested.rollback()
            self.session.expire_all()
            return None
        self.session.expire_all()
        return result

    def someone(self, who: str) -> Actor:
        found: Actor = getattr(self.town, who)
        return found

    def may_publish(self, who: str) -> bool:
        entitled = who in ("editor", "administrator") or (
            who in ("member", "manager") and self.town.club.standing is Standing.TRUSTED
        )
        return entitled and self.town.club.standing in (Standing.CONFIRMED, Standing.TRUSTED)

    def there(self) -> Offer:
        assert self.offer is not None
        return self.town.offer(self.offer.id)

    def pending_texts(self) -> str:
        copy = queries.working_copy(self.session, self.there().id)
        assert copy is not None
        return texts(copy.sheet)

    @precondition(lambda self: self.offer is None)
    @rule(who=WHO, title=TITLES)
    def begin(self, who: str, title: str) -> None:
        sheet = self.town.sheet(title)
        self.offer = self.attempt(
            lambda: actions.begin(
                self.session, self.someone(who), institution=self.town.club, sheet=sheet, now=self.town.now
            )
        )

    @precondition(lambda self: self.offer is not None)
    @rule(who=WHO, title=TITLES, price=st.integers(0, 3), few_dates=st.booleans())
    def save(self, who: str, title: str, price: int, few_dates: bool) -> None:
        copy = queries.working_copy(self.session, self.there().id)
        assert copy is not None
        runs = tuple(replace(run, dates=run.dates[: 1 if few_dates else 2]) for run in copy.sheet.runs)
        sheet = replace(copy.sheet, title=title, price_cents=price, runs=runs)
        self.attempt(
            lambda: actions.save(
                self.session,
                self.someone(who),
                offer=self.there(),
                sheet=sheet,
                opened=copy.digest,
                now=self.town.now,
            )
        )

    @precondition(lambda self: self.offer is not None)
    @rule(who=WHO)
    def submit(self, who: str) -> None:
        wanted = self.pending_texts()
        outcome = self.attempt(
            lambda: actions.submit(self.session, self.someone(who), offer=self.there(), now=self.town.now)
        )
        if outcome is Outcome.PUBLISHED:
            assert self.may_publish(who)
            self.agreed.add(wanted)

    @precondition(lambda self: self.offer is not None)
    @rule(who=WHO, days=st.sampled_from([None, 2]))
    def approve(self, who: str, days: int | None) -> None:
        wanted = self.pending_texts()
        day = self.town.later(days=days) if days else None
        outcome = self.attempt(
            lambda: actions.approve(
                self.session, self.someone(who), offer=self.there(), now=self.town.now, publish_at=day
            )
        )
        if outcome is not None:
            assert who in ("editor", "administrator")
            self.agreed.add(wanted)

    @precondition(lambda self: self.offer is not None)
    @rule(who=WHO)
    def send_back(self, who: str) -> None:
        self.attempt(
            lambda: actions.send_back(
                self.session, self.someone(who), offer=self.there(), reason="Bitte ändern.", now=self.town.now
            )
        )

    @precondition(lambda self: self.offer is not None)
    @rule(who=WHO)
    def discard(self, who: str) -> None:
        self.attempt(
            lambda: actions.discard(self.session, self.someone(who), offer=self.there(), now=self.town.now)
        )

    @precondition(lambda self: self.offer is not None)
    @rule(who=WHO, availability=st.sampled_from(Availability), title=st.none() | TITLES)
    def change_at_once(self, who: str, availability: Availability, title: str | None) -> None:
        def change(sheet: OfferSheet) -> OfferSheet:
            runs = tuple(
                replace(
                    run,
                    availability=availability,
                    dates=tuple(replace(one, status=OccurrenceStatus.CONFIRMED) for one in run.dates),
                )
                for run in sheet.runs
            )
            return replace(sheet, runs=runs, title=title or sheet.title)

        live = texts(change(sheet_store.read(self.there())))
        outcome = self.attempt(
            lambda: actions.change_at_once(
                self.session, self.someone(who), offer=self.there(), change=change, now=self.town.now
            )
        )
        if outcome in (Outcome.MINOR, Outcome.PUBLISHED) and self.may_publish(who):
            self.agreed.add(live)

    @precondition(lambda self: self.offer is not None)
    @rule(who=WHO)
    def withdraw(self, who: str) -> None:
        self.attempt(
            lambda: actions.withdraw(
                self.session, self.someone(who), offer=self.there(), reason="Aus.", now=self.town.now
            )
        )

    @precondition(lambda self: self.offer is not None)
    @rule(who=WHO)
    def archive(self, who: str) -> None:
        self.attempt(
            lambda: actions.archive(self.session, self.someone(who), offer=self.there(), now=self.town.now)
        )

    @precondition(lambda self: self.offer is not None)
    @rule(who=WHO, at=st.integers(0, 30))
    def restore(self, who: str, at: int) -> None:
        rows = queries.history(self.session, self.there().id)
        version = rows[at % len(rows)]
        was = texts(versions.sheet_of(version))
        outcome = self.attempt(
            lambda: actions.restore(
                self.session, self.someone(who), offer=self.there(), version=version, now=self.town.now
            )
        )
        if outcome is Outcome.PUBLISHED:
            assert who in ("editor", "administrator")
            assert was in self.agreed, "only what was public is restored as such"

    @rule(days=st.integers(1, 5))
    def time_passes(self, days: int) -> None:
        now = self.town.later(days=days)
        self.attempt(lambda: actions.publish_due(self.session, now))

    @rule(standing=st.sampled_from(Standing))
    def standing_changes(self, standing: Standing) -> None:
        self.town.club.standing = standing
        self.session.flush()

    @precondition(lambda self: self.offer is not None)
    @rule(price=st.integers(10, 12))
    def an_import_writes(self, price: int) -> None:
        offer = self.there()
        if offer.step is Step.PUBLISHED:
            offer.price_cents = price
            self.session.flush()

    @invariant()
    def what_is_public_was_agreed_to(self) -> None:
        if self.offer is not None and self.there().step is Step.PUBLISHED:
            assert texts(sheet_store.read(self.there())) in self.agreed

    @invariant()
    def a_published_offer_has_its_public_version(self) -> None:
        if self.offer is None or self.there().step is not Step.PUBLISHED:
            return
        live = sheet_store.read(self.there())
        assert live.title
        assert live.runs
        kinds = {one.kind for one in queries.history(self.session, self.there().id)}
        assert kinds & WAS_PUBLIC

    @invariant()
    def no_version_is_lost_or_changed(self) -> None:
        if self.offer is None:
            return
        rows: list[OfferVersion] = list(queries.history(self.session, self.there().id))
        now = {row.number: digest(versions.sheet_of(row)) for row in rows}
        assert {number: now.get(number) for number in self.kept} == self.kept
        assert sorted(now) == list(range(1, len(now) + 1))
        self.kept = now

    @invariant()
    def pending_work_is_whole(self) -> None:
        if self.offer is None:
            return
        copy = queries.working_copy(self.session, self.there().id)
        assert copy is not None
        if copy.edit is not None:
            assert copy.edit.step in (Step.DRAFT, Step.SUBMITTED, Step.RETURNED)
            assert copy.edit.version.offer_id == copy.offer.id


def test_no_sequence_of_acts_breaks_a_promise() -> None:
    few = settings(max_examples=25, stateful_step_count=20, deadline=None)
    run_state_machine_as_test(AnySequence, settings=few)
