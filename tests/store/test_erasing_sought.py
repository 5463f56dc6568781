"""What the database finds of letters is never less than what stands there."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.protocol.refs import Profile, User
from bot.store import erasure, people, secrets
from bot.store.erasing.sought import among, holding
from bot.store.tables import parked, secret
from tests.engine.toy import NOW

NAMES = [
    "Zoë Núñez",
    'O\'Brien "Bo" Ng',
    "100% Sure_Thing",
    "Back\\slash Joe",
    "山田 太郎",
    "Emo 🦊 Ji",
]


@pytest.mark.parametrize("number", range(len(NAMES)), ids=lambda number: f"name-{number}")
def test_letters_are_found_however_they_are_written(database, number: int):
    name = NAMES[number]
    with database.transaction() as db:
        for each in NAMES:
            key = str(NAMES.index(each))
            secrets.put(db, key, f"as {each} says")
            db.execute(
                parked.insert().values(
                    reference=key, at=NOW, event={"text": f"as {each} says"}, kind="Said",
                    why="", tries=0, state="waiting",
                )
            )  # fmt: skip
        plain = db.execute(select(secret.c.name).where(holding(secret.c.value, [name])))
        in_json = db.execute(select(parked.c.reference).where(holding(parked.c.event, [name])))
        assert list(plain.scalars()) == list(in_json.scalars()) == [str(number)]
        assert db.execute(select(secret).where(holding(secret.c.value, []))).all() == []


def test_texts_with_an_id_are_told_from_those_without():
    texts = ["tell:abc:1", "tell:1", json.dumps({"a": "abc"}), "abd", "a\nbc"]
    assert among(texts, {"abc", "xyz"}) == {texts[0], texts[2]}
    assert among(texts, ()) == set() == among((), {"abc"})


def test_of_a_stranger_who_is_erased_with_their_first_words_nothing_was_kept(database):
    user = User(platform="p", workspace="w", user="U1")
    with database.transaction() as db:
        people.stranger(db, user, "ana", NOW)
        assert not _erased(db).kept
    with database.transaction() as db:
        people.meet(db, Profile(user=user, name="Ana"), "ana", NOW)
    with database.transaction() as db:
        assert _erased(db, seconds=1).kept
        assert people.by_user(db, user) is None


def _erased(db, seconds: float = 0) -> erasure.Erased:
    return erasure.erase(
        db, cohort_id=None, person_id="ana", now=NOW + timedelta(seconds=seconds),
        word="a former member", new_id=lambda: "new",
    )  # fmt: skip
