"""Files become a cohort's toolkit, or are refused with what to do about it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fpdf import FPDF
from pypdf import PdfReader, PdfWriter

from bot import cli
from bot.store import toolkit
from bot.store.database import Database
from bot.store.tables import room
from bot.text.toolkit import MOST_SECTIONS, read
from tests.world import World


@pytest.fixture
def spring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A file with one cohort; its id."""
    url = f"sqlite:///{tmp_path}/cohorts.db"
    monkeypatch.setenv("DATABASE_URL", url)
    world = World(url)
    world.cohort("ben")
    (cohort,) = {each["cohort"] for each in world.rows(room)}
    world.close()
    yield cohort


def typed(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    code = cli.main([str(each) for each in words])
    told = capsys.readouterr()
    return code, told.out, told.err


def kept(tmp_path: Path, cohort: str) -> list[tuple[str, str]]:
    database = Database(f"sqlite:///{tmp_path}/cohorts.db")
    with database.reading() as db:
        found = [(each.heading, each.text) for each in toolkit.sections(db, cohort)]
    database.close()
    return found


def pdf(path: Path, text: str) -> Path:
    made = FPDF()
    made.set_font("helvetica")
    made.add_page()
    if text:
        made.cell(text=text)
    made.output(str(path))
    return path


def test_markdown_is_divided_by_its_headings():
    text = "First.\n\n## Desk ##\nAsk.\n```\n# no heading\n```\n# Line\n\nCall.\n\nWait."
    assert read(text, markdown=True) == [
        ("", "First."), ("Desk", "Ask.\n```\n# no heading\n```"), ("Line", "Call.\n\nWait."),
    ]  # fmt: skip
    assert read("# Desk\nAsk.", markdown=False) == [("", "# Desk\nAsk.")]


def test_long_paragraphs_are_cut_between_words():
    found = read("word " * 1000, markdown=False)
    assert len(found) > 3 and all(len(text) <= 1200 for _, text in found)
    assert " ".join(text for _, text in found).split() == ["word"] * 1000


@pytest.mark.parametrize(("row", "expected"), [
    pytest.param("- [Posters](https://example.org/p)", ("Posters", "https://example.org/p"), id="markdown"),
    pytest.param("Posters: https://example.org/p", ("Posters", "https://example.org/p"), id="before"),
    pytest.param("https://example.org/p Posters", ("Posters", "https://example.org/p"), id="after"),
    pytest.param("https://example.org/p", ("", "https://example.org/p"), id="bare"),
])  # fmt: skip
def test_a_list_of_links_has_a_section_for_each(row: str, expected: tuple[str, str]):
    assert read(f"{row}\n\nhttps://example.org/q", markdown=True)[0] == expected


def test_a_text_with_an_address_in_a_sentence_is_a_text():
    text = "See https://example.org/p before you begin."
    assert read(text, markdown=False) == [("", text)]


def test_files_are_added_listed_and_removed(spring: str, tmp_path: Path, capsys):
    guide = tmp_path / "guide.md"
    guide.write_text("# Desk\nAsk at registration.", "utf-8")
    book = pdf(tmp_path / "book.pdf", "Call the line early.")
    code, out, err = typed(capsys, "toolkit", "add", spring, guide, book, "https://example.org/p")
    assert (code, err) == (0, "") and len(out.splitlines()) == 3
    assert kept(tmp_path, spring) == [
        ("Desk", "Ask at registration."),
        ("page 1", "Call the line early."),
        ("https://example.org/p", "https://example.org/p"),
    ]
    listed = typed(capsys, "toolkit", "list", spring)[1].splitlines()
    assert [each.split("  ")[1] for each in listed] == ["guide", "book", "https://example.org/p"]
    code, out, _ = typed(capsys, "toolkit", "remove", spring, listed[0].split()[0])
    assert code == 0 and "Removed" in out
    assert [heading for heading, _ in kept(tmp_path, spring)] == ["page 1", "https://example.org/p"]


def _made(path: Path, what: str) -> Path:
    file = path / f"{what.replace(' ', '-')}.txt"
    match what:
        case "empty":
            file.write_bytes(b"")
        case "another encoding":
            file.write_bytes("Zoë says é".encode("latin-1"))
        case "binary":
            file.write_bytes(b"\x89PNG\x00\x01\xff\xfe" * 100)
        case "too long":
            file.write_bytes(b"word " * 1_700_000)
        case "too many sections":
            file = file.with_suffix(".md")
            file.write_text("".join(f"# {n}\nx\n" for n in range(MOST_SECTIONS + 1)), "utf-8")
        case "locked":
            writer = PdfWriter(clone_from=PdfReader(pdf(path / "plain.pdf", "Secret.")))
            writer.encrypt("key", algorithm="AES-256")
            writer.write(file)
        case "scan":
            pdf(file, "")
        case "broken":
            file.write_bytes(b"%PDF-1.7\nnothing of it")
        case _:
            file = path / "nowhere.txt"
    return file


@pytest.mark.parametrize(("what", "why"), [
    ("empty", "holds no text"),
    ("another encoding", "is not written in UTF-8"),
    ("binary", "is not text that can be read"),
    ("too long", "is too long"),
    ("too many sections", "is too long"),
    ("locked", "is locked with a password"),
    ("scan", "is a PDF without text"),
    ("broken", "is a PDF that cannot be read"),
    ("missing", "No such file"),
])  # fmt: skip
def test_what_cannot_be_used_is_refused_and_nothing_is_kept(
    spring: str, tmp_path: Path, what: str, why: str, capsys
):
    good = tmp_path / "good.txt"
    good.write_text("Fine.", "utf-8")
    code, _, err = typed(capsys, "toolkit", "add", spring, good, _made(tmp_path, what))
    assert code == 2 and why in err
    assert kept(tmp_path, spring) == []


def test_a_full_toolkit_takes_nothing_more(spring: str, tmp_path: Path, capsys):
    file = tmp_path / "half.md"
    file.write_text("".join(f"# {n}\nx\n" for n in range(MOST_SECTIONS // 2 + 1)), "utf-8")
    assert typed(capsys, "toolkit", "add", spring, file)[0] == 0
    code, _, err = typed(capsys, "toolkit", "add", spring, file)
    assert code == 2 and "does not fit" in err
    assert len(kept(tmp_path, spring)) == MOST_SECTIONS // 2 + 1
