"""Cleaning, splitting, typing and finding links, each by examples."""

import pytest

from bot.insight import Message, draft, offers
from bot.insight.clean import clean
from bot.insight.kinds import kind_of
from bot.insight.links import find_urls
from bot.insight.sentences import clip, split


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Hi Ana, we ask at check-in.", ["we ask at check-in."]),
        ("Good morning everyone!\nWe ask.", ["We ask."]),
        ("Buenos días a todos,\nPreguntamos siempre.", ["Preguntamos siempre."]),
        ("Hello Dr. Smith, it works.", ["it works."]),
        ("Hey we tried this, it failed", ["Hey we tried this, it failed"]),
        ("High fees, low use", ["High fees, low use"]),
        ("We ask.\n-- \nBen Okafor\n555-0100", ["We ask."]),
        ("We ask.\n\nKind regards,\nBen\nDirector, Bayview", ["We ask."]),
        ("We ask.\nThanks, Ben", ["We ask."]),
        ("We ask.\nSent from my phone", ["We ask."]),
        ("Our best\nWe were the best.", ["Our best\nWe were the best."]),
        ("We note\n> old words\nand reply", ["We note", "and reply"]),
        ("On Mon, 2 Mar, Ana wrote:\n> old\nNew words", ["New words"]),
        (">50% of our patients agree to it", [">50% of our patients agree to it"]),
        ("Thanks, Maria!", []),
        (
            "Thank you for sharing https://example.org",
            ["Thank you for sharing https://example.org"],
        ),
        ("Thanks", []),
        ("+1", []),
        ("🎉🎉", []),
        ("> all quoted", []),
        ("Yes", ["Yes"]),
        ("42", ["42"]),
    ],
)
def test_only_contributions_are_kept(text, kept):
    assert clean(text) == kept


@pytest.mark.parametrize(
    ("passage", "sentences"),
    [
        ("We ask. They answer! Do they?", ["We ask.", "They answer!", "Do they?"]),
        ("Ask Dr. Lee, e.g. at 8 a.m. on Monday.", ["Ask Dr. Lee, e.g. at 8 a.m. on Monday."]),
        ("J. R. Smith of the U.S. Army came.", ["J. R. Smith of the U.S. Army came."]),
        ("We chose plan B. Then it rained.", ["We chose plan B.", "Then it rained."]),
        ("It costs 1.20 in v2.0. Good.", ["It costs 1.20 in v2.0.", "Good."]),
        ("See No. 5 and p. 12 of it.", ["See No. 5 and p. 12 of it."]),
        ("See https://a.org/x.y?z=1. It helps.", ["See https://a.org/x.y?z=1.", "It helps."]),
        ("- Ask early\n- Ask twice\n1. Note it", ["Ask early", "Ask twice", "Note it"]),
        ("We ask early\nWe note it", ["We ask early", "We note it"]),
        ("we ask early\nand note it", ["we ask early and note it"]),
        ("it failed. now we call.", ["it failed.", "now we call."]),
        ("We waited... and waited.", ["We waited... and waited."]),
        ("“Which one? Yours?” is what we say.", ["“Which one? Yours?” is what we say."]),
        ('He said "Stop." We did.', ['He said "Stop."', "We did."]),
        ("It works! 🎉 We go on.", ["It works! 🎉", "We go on."]),
        (
            "We have used this for years 🙂 They like it",
            ["We have used this for years 🙂", "They like it"],
        ),
        ("我们问。他们答！好吗？", ["我们问。", "他们答！", "好吗？"]),
        ("هل تسألون؟ نعم.", ["هل تسألون؟", "نعم."]),
        ("क्या? हम पूछते हैं। वे बताते हैं।", ["क्या?", "हम पूछते हैं।", "वे बताते हैं।"]),
        ("", []),
    ],
)
def test_sentences_end_where_they_end(passage, sentences):
    assert split(passage) == sentences


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Does anyone record dialects?", "question"),
        ("anyone tried video at night", "question"),
        ("I'm wondering how others pay for this.", "question"),
        ("¿Cómo preguntan ustedes?", "question"),
        ("alguien sabe de un buen formulario", "question"),
        ('The nurse asked, "Who is with you?"', None),
        ("What if we asked at discharge?", "idea"),
        ("You could put it on the intake form.", "idea"),
        ("I suggest a short video for new staff.", "idea"),
        ("We could not reach them.", None),
        ("Our biggest challenge is rare languages.", "challenge"),
        ("We don't have enough interpreters.", "challenge"),
        ("We use a checklist at the desk.", "tool"),
        ("More at https://example.org", "tool"),
        ("We always ask twice.", "strategy"),
        ("What worked for us was patience.", "strategy"),
        ("Last year half of them left.", "experience"),
        ("We noticed that families come along.", "experience"),
        ("The sky is blue.", None),
    ],
)
def test_cues_show_kinds(sentence, kind):
    assert kind_of(sentence) == kind


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("See https://a.org/x.", ["https://a.org/x"]),
        ("(https://a.org/x_(y)), then", ["https://a.org/x_(y)"]),
        ("<https://a.org>|https://b.org", ["https://a.org", "https://b.org"]),
        ("HTTPS://A.org/Q?x=1,2#y!", ["HTTPS://A.org/Q?x=1,2#y"]),
        ("at www.a.org/list, or a@www.b.org", ["www.a.org/list"]),
        ("https://例え.jp/道。次", ["https://例え.jp/道"]),
        ("http:// is not one, javascript:alert(1) neither", []),
        ("https://" + "a" * 3000, []),
    ],
)
def test_urls_end_before_the_punctuation_around_them(text, urls):
    assert find_urls(text) == urls


def test_a_cut_never_falls_into_a_quotation():
    sentence = 'They call it "a long, long road that nobody at the desk takes, ever, at all" here'
    assert clip(sentence, 70) == ""


def test_a_greeting_goes_at_the_beginning_alone():
    assert clean("Hi all, we ask at registration.") == ["we ask at registration."]
    assert clean("0 Hi all, we ask at registration.") == ["0 Hi all, we ask at registration."]


def test_who_speaks_is_no_point_beside_what_they_say():
    said = "Dee, data analyst at Mill Creek. We count blank language fields on Fridays."
    found = draft([Message(id="1", author="dee", text=said)])
    assert [point.quote for point in found.points] == ["We count blank language fields on Fridays."]


def test_an_introduction_that_stands_alone_is_quoted():
    found = draft([Message(id="1", author="dee", text="Dee, data analyst at Mill Creek.")])
    assert [point.quote for point in found.points] == ["Dee, data analyst at Mill Creek."]


@pytest.mark.parametrize(
    "fact",
    [
        "Thanks to the vouchers, fewer people miss the van.",
        "Welcome packets go out before the visit.",
        "Sorry to say the vendor left us in May.",
        "Yes, interpreters arrive late every day.",
        "Patients from Mill Creek miss the bus.",
    ],
)
def test_a_fact_is_quoted_though_it_begins_as_small_talk_does(fact: str):
    text = f"We ask every patient about language at registration. {fact}"
    found = offers([Message(id="1", author="dee", name="Dee Watts", text=text)])

    assert fact in [each.quote for each in found]
