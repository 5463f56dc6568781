"""The prompts that Roundtable ships keep to its voice: short, one ask, no patients in them."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import time, timedelta
from pathlib import Path

from bot.text.library import KINDS, Library, default_dir, load

Write = Callable[[str, str], Path]


def texts(library: Library) -> list[tuple[str, str]]:
    """Every text that is posted, with where it stands."""
    found = []
    for prompt in library.prompts.values():
        found.append((prompt.name, prompt.body))
        found += [(f"{prompt.name}, day {stage.day}", stage.text) for stage in prompt.stages]
        if prompt.follow_up:
            found.append((f"{prompt.name}, follow-up", prompt.follow_up.text))
    return found


def test_every_kind_has_prompts_to_choose_from(shipped: Library) -> None:
    counts = Counter(prompt.kind for prompt in shipped.prompts.values())
    assert set(counts) == set(KINDS)
    assert min(counts.values()) >= 2
    assert len(shipped.prompts) >= 48


def test_every_text_is_short_and_asks_one_thing(shipped: Library) -> None:
    for where, text in texts(shipped):
        words = re.findall(r"\w[\w’'-]*", text)
        questions = re.sub(r"“[^”]*”", "", text).count("?")
        assert len(words) <= 60, where
        assert questions <= 1, where


def test_no_text_cheers_or_counts_silence(shipped: Library) -> None:
    for where, text in texts(shipped):
        assert not re.search(
            r"!|\b(only|still|nobody has (answered|written)|remind)\b", text, re.IGNORECASE
        ), where


def test_where_members_bring_stories_patients_stay_out(shipped: Library) -> None:
    for prompt in shipped.prompts.values():
        if prompt.form:
            assert "no patient details" in prompt.body.casefold(), prompt.name


def test_one_moderator_fits_where_several_do(shipped: Library) -> None:
    for where, text in texts(shipped):
        for before, after in re.findall(r"(\w*) ?\{moderators\}\s+(\w+)", text):
            assert before in ("to", "and", "helps") or after in ("will", "and"), where


def test_no_paragraph_is_broken_in_the_middle(shipped: Library) -> None:
    for where, text in texts(shipped):
        for before, after in re.findall(r"(.)\n(\S)", text):
            assert after == "-" or before == ":", where


def test_self_care_says_where_help_is_and_asks_nobody_ahead(shipped: Library) -> None:
    for prompt in shipped.prompts.values():
        if prompt.kind == "self-care":
            assert "employee assistance program" in prompt.body
            assert prompt.ask_ahead is False


def test_first_weeks_is_four_weeks_at_ten(shipped: Library) -> None:
    programme = shipped.programmes["first-weeks"]
    assert (programme.at, programme.every, programme.open) == (
        time(10),
        timedelta(days=7),
        timedelta(days=7),
    )
    assert [week.week for week in programme.weeks] == [1, 2, 3, 4]


def test_the_longer_programmes_repeat_no_prompt(shipped: Library) -> None:
    for name, length in (("twelve-weeks", 12), ("behavioral-health", 8)):
        prompts = [week.prompt for week in shipped.programmes[name].weeks]
        assert len(set(prompts)) == len(prompts) == length


def test_the_agreement_is_short(shipped: Library) -> None:
    agreement = shipped.agreement()
    assert agreement is not None
    assert len(agreement.body.split()) < 180
    for word in ("patient details", "Respect", "stays here"):
        assert word in agreement.body


def test_the_examples_in_the_readme_can_be_loaded(write: Write) -> None:
    readme = (default_dir() / "README.md").read_text(encoding="utf-8")
    prompt, programme, checkin = re.findall(r"```markdown\n(.*?)```", readme, re.DOTALL)
    write("library/the-last-call.md", prompt)
    write("programmes/two.md", programme)
    folder = write("checkins/a-look-ahead.md", checkin)
    library = load(default_dir(), folder)
    assert library.prompts["the-last-call"].kind == "what-failed"
    assert library.programmes["two"].at == time(9, 30)
    looked_up = library.checkin("A look ahead")
    assert looked_up and [each.kind for each in looked_up.questions] == ["text", "scale", "choices"]
    for kind in KINDS:
        assert kind in readme
