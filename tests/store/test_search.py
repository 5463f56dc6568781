"""Both kinds of databases find the same, whatever is typed."""

import logging

import pytest

from bot.store import search
from bot.store.database import Database

TEXTS = {
    "line": "Nurses skip the interpreter line, because calling it takes four minutes.",
    "desk": "We asked at registration and wrote the language on the chart.",
    "cafe": "The Café Zoë lets a naïve résumé lie on the counter for our patients’ studies.",
    "cjk": "病院 では 通訳 が います",
    "small": "To be or not to be: that is about all of it.",
    "link": "https://example.org/poster-es.pdf Our poster, printed in 10 languages",
    "sharp": "Straße, Fuß und Übung",
    "empty": "",
}

QUERIES: dict[str, tuple[str, set[str]]] = {
    "one word": ("registration", {"desk"}),
    "a plural for a singular": ("interpreters", {"line"}),
    "a singular for a plural": ("patient", {"cafe"}),
    "a form of a verb": ("calls", {"line"}),
    "another one": ("asking", {"desk"}),
    "all of several": ("language chart", {"desk"}),
    "any where none holds all": ("poster registration", {"desk", "link"}),
    "the beginning of a word": ("registrat", {"desk"}),
    "the beginning after what is nowhere": ("zebra interpr", {"line"}),
    "accents left out": ("cafe zoe resume", {"cafe"}),
    "accents put in": ("intérprèter", {"line"}),
    "capitals": ("INTERPRETER", {"line"}),
    "sharp s": ("strasse", {"sharp"}),
    "quotes": ('"interpreter line"', {"line"}),
    "a quote that does not end": ('interpreter "line', {"line"}),
    "an apostrophe": ("patients' studies", {"cafe"}),
    "AND": ("interpreter AND minutes", {"line"}),
    "OR": ("interpreter OR zebra", {"line"}),
    "NOT": ("interpreter NOT line", {"line"}),
    "minus": ("interpreter -line", {"line"}),
    "a star": ("interpreter*", {"line"}),
    "a star alone": ("*", set()),
    "NEAR": ("NEAR(interpreter line, 2)", {"line"}),
    "a column": ("id:line words:line", {"line"}),
    "operators of the other": ("interpreter & !line | (", {"line"}),
    "weights": ("interpreter:A <-> line:*", {"line"}),
    "a backslash": ("interpreter\\", {"line"}),
    "NUL": ("inter\x00preter line", {"line"}),
    "half a character": ("interpreter \ud800", {"line"}),
    "an address": ("https://example.org/poster-es.pdf", {"link"}),
    "a number": ("10", {"link"}),
    "another script": ("通訳", {"cjk"}),
    "only little words": ("to be or not to be", set()),
    "little words beside one": ("what is the interpreter for", {"line"}),
    "nothing": ("", set()),
    "blanks": (" \t\n ", set()),
    "emoji": ("🤷🏽‍♀️", set()),
    "emoji beside a word": ("🤷🏽‍♀️ registration", {"desk"}),
    "5,000 letters of one word": ("x" * 5000, set()),
    "5,000 letters of many": ("interpreter zebra " * 278, {"line"}),
    "SQL": ("'); DROP TABLE message; --", set()),
}


@pytest.mark.parametrize("name", QUERIES)
def test_what_is_found(database: Database, name: str):
    typed, expected = QUERIES[name]
    with database.reading() as db:
        assert set(search.ranked(db, TEXTS, typed)) == expected


def test_what_says_more_of_it_comes_first(database: Database):
    texts = {
        "once": "An interpreter came, and then we talked at length about beds, bread and the rain.",
        "often": "Interpreter line: interpreters, an interpreter and again the interpreter.",
    }
    with database.reading() as db:
        assert search.ranked(db, texts, "interpreter") == ["often", "once"]


def test_nothing_is_found_in_nothing(database: Database):
    with database.reading() as db:
        assert search.ranked(db, {}, "interpreter") == []


def test_no_word_of_it_is_left_in_the_database_or_a_log(tmp_path, caplog):
    path = tmp_path / "cohorts.db"
    database = Database(f"sqlite:///{path}")
    database.migrate()
    caplog.set_level(logging.DEBUG)
    with database.transaction() as db:
        assert search.ranked(db, {"a": "Quizzaciously said"}, "quizzaciously") == ["a"]
    database.close()
    kept = b"".join(each.read_bytes() for each in tmp_path.iterdir())
    assert b"uizzacious" not in kept
    assert "uizzacious" not in caplog.text.casefold()
