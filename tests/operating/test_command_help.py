"""``--help`` says what a newcomer has to know before the first try."""

import pytest

from bot import compose
from bot.cli import main


def helped(*words: str, capsys: pytest.CaptureFixture[str]) -> str:
    """What ``python -m bot … --help`` prints, on one line."""
    with pytest.raises(SystemExit) as end:
        main([*words, "--help"])
    assert end.value.code == 0
    return " ".join(capsys.readouterr().out.split())


def test_what_a_platform_adds_is_told_in_sentences_too():
    told = [each.help for adapter in compose.platforms() for each in adapter.subcommands()]
    assert [each for each in told if not (each[0].isupper() and each.endswith("."))] == []


def test_so_is_what_can_be_done_with_a_toolkit(capsys):
    assert "Add files or links." in helped("toolkit", capsys=capsys)


def test_summarize_tells_every_key_of_a_message_and_its_exit_codes(capsys):
    text = helped("summarize", capsys=capsys)
    assert "marks (a list of insight, tool, resource, question)" in text
    assert "Exit codes: 0 when all was read; 1 when a line could not be" in text


@pytest.mark.parametrize("word", ["handbook", "note", "themes"])
def test_documents_say_what_a_pdf_needs(word: str, capsys):
    assert "pdf needs the extra [pdf]" in helped(word, capsys=capsys)
