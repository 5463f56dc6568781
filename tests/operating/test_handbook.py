"""The handbook as a file: what members said is letters in it, whatever they wrote."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from pypdf import PdfReader

from bot import cli
from bot.store.tables import room
from bot.text.book import Book, Part, Piece, to_blocks
from bot.text.book_html import to_html
from bot.text.written import to_markdown
from tests.features.discussed import quoting
from tests.world import World

HOSTILE = "**x** <script>alert(1)</script> [a](javascript:alert(1)) | table\n# head\n- item `code` &amp; ![i](http://e.org/i.png)"
BEN = "We ask at registration, with the address, and it takes ten seconds."
CHO = "Our front desk struggles when the line is long, **bold** <b>and</b> [a](javascript:x) it is."


@pytest.fixture
def spring(filed: World) -> tuple[World, str]:
    """A cohort with one approved summary, in a file, and its id."""
    world = filed
    world.cohort("ben", "cho", "dee")
    world.until("2026-03-02 10:05")
    world.say("ben", BEN, to="prompt")
    world.say("cho", CHO, to="prompt")
    world.say(
        "dee", "We use the poster at https://example.org/poster for our waiting room.", to="prompt"
    )
    world.command("ana", "/cohort summary")
    world.press("ana", "Approve and post")
    (cohort,) = {each["cohort"] for each in world.rows(room)}
    return world, cohort


def made(tmp_path: Path, cohort: str, kind: str) -> Path:
    out = tmp_path / f"book-{len([*tmp_path.iterdir()])}.{kind}"
    assert cli.main(["handbook", cohort, "--format", kind, "--out", str(out)]) == 0
    assert out.stat().st_mode & 0o077 == 0
    return out


def letters(path: Path) -> str:
    """What somebody reads in it."""
    if path.suffix == ".pdf":
        text = " ".join(page.extract_text() for page in PdfReader(path).pages)
    elif path.suffix == ".html":
        reader = _Reader()
        reader.feed(path.read_text("utf-8"))
        text = "".join(reader.read)
    else:
        text = _shown(path.read_text("utf-8"))
    return " ".join(text.split())


def _shown(markdown: str) -> str:
    reader = _Reader()
    reader.feed(MarkdownIt("commonmark", {"html": True}).enable("table").render(markdown))
    return "".join(reader.read)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.read: list[str] = []
        self.tags: set[str] = set()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data: str) -> None:
        self.read.append(data)


@pytest.mark.parametrize("kind", ["md", "html", "pdf"])
def test_it_holds_what_was_said_and_how_it_was_made(spring, tmp_path: Path, kind: str):
    _, cohort = spring
    text = letters(made(tmp_path, cohort, kind))
    assert "The handbook of Spring" in text and "Theme: Collecting patient language data" in text
    assert "Confidential: for members of Spring." in text
    assert BEN in text and "Ben Okafor" in text and CHO in text
    assert "https://example.org/poster" in text and "Dee Novak" in text
    assert "How this was made" in text and "1 of 1 discussions" in text


@pytest.mark.parametrize("kind", ["md", "html", "pdf"])
def test_consent_is_looked_up_anew_each_time(spring, tmp_path: Path, kind: str):
    world, cohort = spring
    quoting(world, "ben", "role")
    quoting(world, "cho", "none")
    text = letters(made(tmp_path, cohort, kind))
    assert BEN in text and "A member of the cohort" in text and "Ben Okafor" not in text
    assert CHO not in text and "Cho Park" not in text
    world.command("ben", "/cohort erase me", where="dm")
    world.press("ben", "Erase it all")
    world.command("dee", "/cohort withdraw", where="dm")
    world.press("dee", "Withdraw")
    assert cli.main(["handbook", cohort, "--format", kind]) == 2


def hostile() -> Book:
    piece = Piece(
        words=HOSTILE,
        by=HOSTILE,
        where=HOSTILE,
        link="javascript:alert(1)",
        url="javascript:alert(2)",
    )
    part = Part(title=HOSTILE, about=HOSTILE, pieces=(piece,))
    return Book(title=HOSTILE, lines=(HOSTILE,), confidential=HOSTILE, contents=HOSTILE,
                parts=(part,), making=HOSTILE, how=(HOSTILE,))  # fmt: skip


def test_hostile_words_are_letters_in_html():
    text = to_html(hostile())
    reader = _Reader()
    reader.feed(text)
    assert reader.tags.isdisjoint({"script", "img", "b", "link", "iframe", "object"})
    assert [each for each in reader.addresses if not each.startswith("#")] == []
    assert "<script>alert(1)</script>" in "".join(reader.read)
    style = text.partition("<style>")[2].partition("</style>")[0]
    assert style and re.findall(r"url\(|@import|//", style) == []


def test_hostile_words_are_letters_in_markdown():
    text = to_markdown(to_blocks(hostile()))
    rendered = MarkdownIt("commonmark", {"html": True}).enable("table").render(text)
    reader = _Reader()
    reader.feed(rendered)
    assert reader.tags <= {"h1", "h2", "p", "br", "ul", "li", "blockquote"}
    assert reader.addresses == []


def test_letters_that_the_font_lacks_break_nothing_and_stand_in_no_log(tmp_path: Path, caplog):
    from bot.operating.book_pdf import to_pdf

    words = "Ça va, Łukasz, Ωmega, Привет, Việt: 通訳 🤷🏽‍♀️ \ud800 عربي ﬁne " + "x" * 400
    piece = Piece(words=words * 30, by="通訳", where="🤷", url="https://example.org/" + "y" * 200)
    part = Part(title="通訳", about="", pieces=(piece,) * 3)
    book = Book(title="Łukasz", lines=(), confidential="", contents="C", parts=(part,), making="H",
                how=())  # fmt: skip
    path = tmp_path / "x.pdf"
    path.write_bytes(to_pdf(book, "letter"))
    text = " ".join(page.extract_text() for page in PdfReader(path).pages)
    assert "Ça va, Łukasz, Ωmega, Привет, Việt:" in text.replace("\n", " ")
    assert "通" not in caplog.text and "missing" not in caplog.text


def test_what_is_there_already_stays(spring, tmp_path: Path, capsys):
    _, cohort = spring
    there = tmp_path / "mine.md"
    there.write_text("mine", "utf-8")
    assert cli.main(["handbook", cohort, "--out", str(there)]) == 2
    assert there.read_text("utf-8") == "mine"
    assert cli.main(["handbook", "nowhere"]) == 2
