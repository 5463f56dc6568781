"""Keys: what they seal opens only with them, only where it was put, and only whole."""

from base64 import urlsafe_b64decode, urlsafe_b64encode

import pytest

from bot.engine.keyring import Keyring, Locked, new_key

HERE = ("slack", "T1", "token")


def test_what_is_sealed_opens_with_the_same_key_in_the_same_place():
    keys = Keyring([new_key()])
    box, key_id = keys.seal("xoxb-ümläut", HERE)
    assert key_id == keys.newest
    assert keys.open(box, key_id, HERE) == "xoxb-ümläut"


def test_no_two_boxes_of_one_secret_are_alike_and_none_shows_it():
    keys = Keyring([new_key()])
    boxes = {keys.seal("xoxb-secret", HERE)[0] for _ in range(50)}
    assert len(boxes) == 50
    assert not any(b"xoxb" in urlsafe_b64decode(box) for box in boxes)


@pytest.mark.parametrize(
    "elsewhere",
    [("teams", "T1", "token"), ("slack", "T2", "token"), ("slack", "T1", "other"),
     ("slackT1", "", "token"), ("slack", "T1token"), ("slack", "T1", "token", "")],
    ids="/".join,
)  # fmt: skip
def test_a_box_that_was_put_elsewhere_does_not_open(elsewhere: tuple[str, ...]):
    keys = Keyring([new_key()])
    with pytest.raises(Locked):
        keys.open(*keys.seal("secret", HERE), elsewhere)


def test_a_box_with_any_byte_changed_does_not_open():
    keys = Keyring([new_key()])
    box, key_id = keys.seal("secret", HERE)
    raw = urlsafe_b64decode(box)
    for n in range(len(raw)):
        changed = raw[:n] + bytes([raw[n] ^ 1]) + raw[n + 1 :]
        with pytest.raises(Locked):
            keys.open(urlsafe_b64encode(changed).decode(), key_id, HERE)


def test_an_older_key_still_opens_and_the_newest_one_seals():
    old, new = new_key(), new_key()
    box, key_id = Keyring([old]).seal("secret", HERE)
    both = Keyring([new, old])
    assert both.open(box, key_id, HERE) == "secret"
    assert both.seal("secret", HERE)[1] == Keyring([new]).newest != key_id
    with pytest.raises(Locked):
        Keyring([new]).open(box, key_id, HERE)


def test_another_keys_id_on_a_box_does_not_open_it():
    old, new = new_key(), new_key()
    box, _ = Keyring([old]).seal("secret", HERE)
    both = Keyring([new, old])
    with pytest.raises(Locked):
        both.open(box, both.newest or "", HERE)


def test_without_a_key_nothing_is_sealed_opened_or_marked():
    none = Keyring()
    assert none.newest is None and none.marks("ana") == []
    with pytest.raises(Locked):
        none.seal("secret", HERE)
    with pytest.raises(Locked):
        none.open(*Keyring([new_key()]).seal("secret", HERE), HERE)


@pytest.mark.parametrize("odd", ["", "short", "A" * 42 + "==", "A" * 44, "ümläut"], ids=ascii)
def test_what_is_no_key_is_refused(odd: str):
    with pytest.raises(ValueError):
        Keyring([odd])


def test_a_key_with_anything_else_in_it_is_refused():
    key = new_key()
    at_its_end = key[:42] + chr(ord(key[42]) + 1) + "="  # bits that belong to no byte
    for odd in (
        f"{key}AAAA", f"{key}{new_key()}", f"{key}=", f"{key}\n", f" {key}", f"{key[:9]}!{key[9:]}",
        f"{key[:9]}ü{key[9:]}", f"{key[:9]}\udcff{key[9:]}", key.rstrip("="), at_its_end,
    ):  # fmt: skip
        with pytest.raises(ValueError):
            Keyring([odd])
    assert Keyring([key]).newest


def test_marks_are_the_same_for_one_text_and_key_and_tell_nothing_else():
    old, new = new_key(), new_key()
    both = Keyring([new, old])
    assert both.marks("ana") == [*Keyring([new]).marks("ana"), *Keyring([old]).marks("ana")]
    assert len({*both.marks("ana"), *both.marks("ben")}) == 4
    assert all(len(mark) == 64 and "ana" not in mark for mark in both.marks("ana"))


def test_keys_are_in_no_repr_and_no_two_are_alike():
    key = new_key()
    keys = Keyring([key])
    assert key not in repr(keys) + repr(vars(keys))
    assert len({new_key() for _ in range(50)}) == 50
