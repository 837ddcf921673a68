"""Letters on a real mail server: delivered once, tried again when it makes sense, and never sent twice on a guess."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from portal.mail import outbox
from portal.mail.delivery import Server, SmtpOffice
from portal.mail.envelope import Sender
from portal.mail.rounds import Round, deliver_due
from portal.vocabulary.letters import LetterState
from tests.fixtures.postgres import free_port
from tests.rooms.mail.servers import (
    NOW,
    SENDER,
    Mailbox,
    MailServer,
    clock_at,
    later,
    letter,
    only_with_password,
)


def test_a_letter_arrives_once_with_both_parts_and_all_headers(
    session: Session, server: MailServer, mailbox: Mailbox
) -> None:
    link = f"<https://bildung.stadt.example/abo/{'a' * 90}>"
    sent = letter(
        session, headers={"List-Unsubscribe": link, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    )
    assert deliver_due(session, server.office(), SENDER, clock_at()) == Round(sent=1)
    assert deliver_due(session, server.office(), SENDER, later(days=3)) == Round()
    ((recipient, mail),) = mailbox.taken
    assert recipient == "anna@leser.example"
    assert mail["Subject"] == "Jetzt öffentlich: Töpfern für Anfänger"
    assert mail["From"] == "Agora des Lernens – Dessau-Roßlau <bildungsbuero@stadt.example>"
    assert mail["To"] == "anna@leser.example"
    assert mail["Message-ID"] == f"<{sent.message_id}>"
    assert mail["Message-ID"].endswith("@stadt.example>")
    assert mail["Date"].datetime == NOW
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Unsubscribe"] == link
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert (
        plain.get_content().replace("\r\n", "\n") == "Guten Tag,\n\n.ein Punkt am Anfang\nGrüße aus Roßlau\n"
    )
    assert "Grüße aus Roßlau" in html.get_content()
    session.refresh(sent)
    assert (sent.state, sent.sent_at, sent.attempts) == (LetterState.SENT, NOW, 1)


def test_many_letters_take_one_line(session: Session, server: MailServer, mailbox: Mailbox) -> None:
    for number in range(5):
        letter(session, f"leser{number}@leser.example")
    assert deliver_due(session, server.office(), SENDER, clock_at()).sent == 5
    assert mailbox.recipients() == [f"leser{number}@leser.example" for number in range(5)]
    assert mailbox.lines == 1


def test_a_server_that_is_away_costs_no_letter_and_no_attempt(session: Session, server: MailServer) -> None:
    waiting = letter(session)
    for minute in range(20):
        done = deliver_due(session, server.office(), SENDER, later(minutes=2 * minute))
        assert "nicht erreichbar" in done.trouble
    session.refresh(waiting)
    assert (waiting.state, waiting.attempts) == (LetterState.WAITING, 0)
    assert "nicht erreichbar" in str(waiting.last_error)
    with server.running() as mailbox:
        assert deliver_due(session, server.office(), SENDER, later(days=1)) == Round(sent=1)
    assert mailbox.recipients() == ["anna@leser.example"]
    session.refresh(waiting)
    assert waiting.last_error is None


def test_while_the_server_is_away_it_is_asked_once_a_minute(session: Session, server: MailServer) -> None:
    letter(session)
    assert deliver_due(session, server.office(), SENDER, clock_at()).trouble
    assert deliver_due(session, server.office(), SENDER, later(seconds=59)).trouble == ""
    assert deliver_due(session, server.office(), SENDER, later(seconds=60)).trouble


@pytest.mark.parametrize("answer", ["451 4.7.1 Greylisted, come back", "450 mailbox busy", "421 too busy"])
@pytest.mark.parametrize("place", ["to_recipient", "to_letter"])
def test_a_refusal_for_now_is_tried_again_later(
    session: Session, server: MailServer, mailbox: Mailbox, place: str, answer: str
) -> None:
    waiting = letter(session)
    getattr(mailbox, place)["*"] = answer
    assert deliver_due(session, server.office(), SENDER, clock_at()) == Round(put_off=1)
    session.refresh(waiting)
    assert (waiting.state, waiting.attempts) == (LetterState.WAITING, 1)
    assert waiting.next_attempt_at == NOW + timedelta(minutes=1)
    assert str(waiting.last_error).startswith(answer[:3])
    getattr(mailbox, place).clear()
    assert deliver_due(session, server.office(), SENDER, later(seconds=59)) == Round()
    assert deliver_due(session, server.office(), SENDER, later(seconds=60)) == Round(sent=1)
    assert mailbox.recipients() == ["anna@leser.example"]


def test_a_refusal_for_now_of_the_sender_is_tried_again_too(
    session: Session, server: MailServer, mailbox: Mailbox
) -> None:
    letter(session)
    mailbox.to_sender = "452 4.3.1 out of space"
    assert deliver_due(session, server.office(), SENDER, clock_at()) == Round(put_off=1)
    mailbox.to_sender = ""
    assert deliver_due(session, server.office(), SENDER, later(minutes=1)) == Round(sent=1)


def test_the_pauses_grow_and_the_last_refusal_is_the_end(
    session: Session, server: MailServer, mailbox: Mailbox
) -> None:
    waiting = letter(session)
    mailbox.to_recipient["*"] = "451 later"
    now, pauses = NOW, []
    while True:
        deliver_due(session, server.office(), SENDER, clock_at(now))
        session.refresh(waiting)
        if waiting.state is not LetterState.WAITING:
            break
        pauses.append(waiting.next_attempt_at - now)
        now = waiting.next_attempt_at
    assert pauses == list(outbox.PAUSES)
    assert (waiting.state, waiting.attempts, waiting.last_error) == (LetterState.DEAD, 7, "451 later")


@pytest.mark.parametrize("place", ["to_recipient", "to_letter"])
def test_a_refusal_for_good_is_the_end_and_holds_up_no_other(
    session: Session, server: MailServer, mailbox: Mailbox, place: str
) -> None:
    dead, alive = letter(session, "weg@leser.example"), letter(session, "da@leser.example")
    getattr(mailbox, place)["weg@leser.example"] = "550 5.1.1 Unbekannter Empfänger"
    assert deliver_due(session, server.office(), SENDER, clock_at()) == Round(sent=1, dead=1)
    session.refresh(dead)
    session.refresh(alive)
    assert (dead.state, alive.state) == (LetterState.DEAD, LetterState.SENT)
    assert dead.last_error == "550 5.1.1 Unbekannter Empfänger"
    assert mailbox.recipients() == ["da@leser.example"]


@pytest.mark.parametrize(
    "refusal",
    [
        {"to_sender": "550 5.7.1 sender not allowed"},
        {"to_recipient": {"*": "530 5.7.0 Authentication required"}},
    ],
)
def test_when_it_is_us_whom_the_server_refuses_letters_wait(
    session: Session, server: MailServer, mailbox: Mailbox, refusal: dict[str, object]
) -> None:
    waiting = letter(session)
    for name, value in refusal.items():
        setattr(mailbox, name, value)
    done = deliver_due(session, server.office(), SENDER, clock_at())
    assert "nimmt" in done.trouble
    session.refresh(waiting)
    assert (waiting.state, waiting.attempts) == (LetterState.WAITING, 0)
    mailbox.to_sender, mailbox.to_recipient = "", {}
    assert deliver_due(session, server.office(), SENDER, later(minutes=15)) == Round(sent=1)


def test_a_refusal_to_pass_on_is_no_end_and_holds_up_no_other(
    session: Session, server: MailServer, mailbox: Mailbox
) -> None:
    stuck, other = letter(session, "anna@leser.example"), letter(session, "bert@leser.example")
    mailbox.to_recipient["anna@leser.example"] = "554 5.7.1 <anna@leser.example>: Relay access denied"
    assert deliver_due(session, server.office(), SENDER, clock_at()) == Round(sent=1, put_off=1)
    session.refresh(stuck)
    session.refresh(other)
    assert (stuck.state, other.state) == (LetterState.WAITING, LetterState.SENT)


def test_a_wrong_password_kills_no_letter_and_is_not_told(session: Session) -> None:
    server = MailServer(authenticator=only_with_password, auth_require_tls=False)
    waiting = letter(session)
    with server.running() as mailbox:
        done = deliver_due(session, server.office("agora", "falsch4711"), SENDER, clock_at())
        assert "Anmeldung" in done.trouble
        session.refresh(waiting)
        assert (waiting.state, waiting.attempts) == (LetterState.WAITING, 0)
        assert "falsch4711" not in f"{waiting.last_error}{done.trouble}"
        done = deliver_due(session, server.office("agora", "pässwort"), SENDER, later(minutes=15))
        assert "Umlaute" in done.trouble
        office = server.office("agora", "richtig")
        assert deliver_due(session, office, SENDER, later(minutes=30)) == Round(sent=1)
        assert len(mailbox.taken) == 1


def test_a_server_without_accounts_gets_no_password(
    session: Session, server: MailServer, mailbox: Mailbox
) -> None:
    letter(session)
    done = deliver_due(session, server.office("agora", "geheim"), SENDER, clock_at())
    assert "Anmeldung" in done.trouble
    assert not mailbox.taken


def test_an_answer_that_never_came_is_left_to_a_person(
    session: Session, server: MailServer, mailbox: Mailbox
) -> None:
    unsure, other = letter(session, "anna@leser.example"), letter(session, "bert@leser.example")
    mailbox.hangs_up_after.add("anna@leser.example")
    assert deliver_due(session, server.office(), SENDER, clock_at()) == Round(sent=1, uncertain=1)
    session.refresh(unsure)
    session.refresh(other)
    assert (unsure.state, other.state) == (LetterState.UNCERTAIN, LetterState.SENT)
    assert "keine Antwort" in str(unsure.last_error)
    assert deliver_due(session, server.office(), SENDER, later(days=30)) == Round()
    assert mailbox.recipients() == ["anna@leser.example", "bert@leser.example"]
    mailbox.hangs_up_after.clear()
    outbox.send_again(session, unsure, NOW + timedelta(days=30))
    session.commit()
    assert deliver_due(session, server.office(), SENDER, later(days=30)) == Round(sent=1)
    again = [mail["Message-ID"] for recipient, mail in mailbox.taken if recipient.startswith("anna")]
    assert again[0] == again[1]


def test_a_server_that_nobody_answers_for_does_not_hold_up_the_round_for_ever(session: Session) -> None:
    letter(session)
    office = SmtpOffice(Server("127.0.0.1", free_port(), True))
    assert "nicht erreichbar" in deliver_due(session, office, SENDER, clock_at()).trouble


def test_without_a_sender_letters_wait(session: Session, server: MailServer, mailbox: Mailbox) -> None:
    waiting = letter(session)
    done = deliver_due(session, server.office(), Sender("Agora", ""), clock_at())
    assert "Absender" in done.trouble
    session.refresh(waiting)
    assert waiting.state is LetterState.WAITING
    assert not mailbox.taken


def test_umlauts_in_a_domain_are_spelt_as_the_dns_does(
    session: Session, server: MailServer, mailbox: Mailbox
) -> None:
    letter(session, "post@müller.example")
    assert deliver_due(session, server.office(), SENDER, clock_at()).sent == 1
    assert mailbox.recipients() == ["post@xn--mller-kva.example"]


@pytest.mark.parametrize(
    "hostile",
    [
        "anna@leser.example\r\nBcc: alle@leser.example",
        "anna@leser.example>\r\nRCPT TO:<alle@leser.example",
        "anna@leser.example, alle@leser.example",
        "<anna@leser.example>",
        "anna",
        "@leser.example",
        "anna@",
        "jürgen@leser.example",
        "anna@leser",
        "../../etc/passwd@leser.example",
        "",
        "a" * 300 + "@leser.example",
    ],
)
def test_what_is_no_address_is_dead_at_once_and_seen(
    session: Session, server: MailServer, mailbox: Mailbox, hostile: str
) -> None:
    dead = letter(session, hostile)
    assert dead.state is LetterState.DEAD
    assert "keine E-Mail-Adresse" in str(dead.last_error)
    assert "\n" not in dead.recipient
    assert deliver_due(session, server.office(), SENDER, clock_at()) == Round()
    assert not mailbox.taken


def test_a_hostile_subject_and_name_make_no_header(
    session: Session, server: MailServer, mailbox: Mailbox
) -> None:
    evil = "Töpfern\r\nBcc: alle@leser.example\r\n\r\n<script>alert(1)</script>\u202e\x00" + " ü" * 400
    letter(session, subject=evil)
    sender = Sender('Stadt"\r\nBcc: x@leser.example', SENDER.address)
    assert deliver_due(session, server.office(), sender, clock_at()).sent == 1
    ((_recipient, mail),) = mailbox.taken
    assert mail["Bcc"] is None
    assert mail["Subject"].startswith("Töpfern Bcc: alle@leser.example")
    assert len(mail["Subject"]) < 210
    assert mailbox.recipients() == ["anna@leser.example"]


def test_a_letter_has_no_headers_but_the_known_ones(session: Session) -> None:
    with pytest.raises(ValueError, match="Bcc"):
        letter(session, headers={"Bcc": "alle@leser.example"})


def test_a_header_with_a_line_break_is_one_line(
    session: Session, server: MailServer, mailbox: Mailbox
) -> None:
    letter(session, headers={"Reply-To": "anna@leser.example\r\nBcc: alle@leser.example"})
    deliver_due(session, server.office(), SENDER, clock_at())
    assert all(mail["Bcc"] is None for _recipient, mail in mailbox.taken)
