"""Reading files: what is understood, and how what cannot be read is explained."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.readers import ArticleData, Given, ReadError, ReadFailure, find_title, read_articles
from articles.readers.bytes import decode


def read(path, **given):
    return list(read_articles([str(path)], Given(**given)))


def test_front_matter_is_read(tmp_path):
    path = tmp_path / "a.md"
    path.write_text(
        '---\ntitle: "A: b"\npublisher: Desk\npublished: 2024-09-06\nurl: https://example.org/a\nkind: abstract\nlanguage: en\n---\n\nText here.\n'
    )
    (article,) = read(path)
    assert article == ArticleData(
        str(path), "Text here.\n", "A: b", "Desk", "https://example.org/a", date(2024, 9, 6), "abstract", "en"
    )


def test_the_caller_stands_above_the_front_matter(tmp_path):
    path = tmp_path / "a.md"
    path.write_text("---\npublisher: Desk\n---\nText.")
    (article,) = read(path, publisher="Other", published=date(2020, 1, 1))
    assert (article.publisher, article.published) == ("Other", date(2020, 1, 1))


BAD = [
    ("empty.txt", b"", "the file is empty"),
    ("blank.txt", b" \n\n", "the file is empty"),
    ("only.md", b"---\ntitle: x\n---\n", "no text after the front matter"),
    ("binary.txt", bytes(range(256)) * 8, "binary"),
    ("latin.txt", "Café signé".encode("latin-1"), "not UTF-8 (byte 3 is 0xe9)"),
    ("yaml.md", b"---\ntitle: [unclosed\n---\nText.", "front matter cannot be parsed"),
    ("list.md", b"---\n- a\n---\nText.", "front matter cannot be parsed"),
    ("open.md", b"---\ntitle: x\nText without end.", "has no end"),
    ("date.md", b"---\npublished: soon\n---\nText.", "published 'soon' is not a date"),
    ("url.md", b"---\nurl: javascript:alert(1)\n---\nText.", "must start with http"),
    ("kind.md", b"---\nkind: poem\n---\nText.", "'poem' is not one of"),
    ("lang.md", b"---\nlanguage: a b\n---\nText.", "not a language code"),
    ("page.pdf", b"%PDF-1.7", "the PDF is damaged"),
    ("page.odt", b"PK", "cannot read files that end in .odt"),
]


@pytest.mark.parametrize(("name", "content", "reason"), BAD, ids=[b[0] for b in BAD])
def test_bad_input_is_named_with_its_reason(tmp_path, name, content, reason):
    path = tmp_path / name
    path.write_bytes(content)
    (failure,) = read(path)
    assert isinstance(failure, ReadFailure) and failure.origin == str(path) and reason in failure.reason


def test_a_missing_file_and_a_folder_without_articles_are_named(tmp_path):
    assert "no such file" in read(tmp_path / "none.txt")[0].reason
    assert "contains no articles" in read(tmp_path)[0].reason


def test_a_folder_is_read_in_the_order_of_names_and_goes_on(tmp_path):
    for name, content in (
        ("b.txt", b"Second."),
        ("a.txt", b""),
        ("c/d.md", b"Third."),
        (".hidden.txt", b"x"),
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    kinds = [(type(f).__name__, f.origin.rsplit("/", 1)[1]) for f in read(tmp_path)]
    assert kinds == [("ReadFailure", "a.txt"), ("ArticleData", "b.txt"), ("ArticleData", "d.md")]


def test_titles_come_from_a_headline_alone():
    assert find_title("• HOME»\n• News»\n\nLeaders Meet in Seoul\n\nText.") == "Leaders Meet in Seoul"
    assert find_title("The leaders met in Seoul.") == ""


def test_other_encodings_that_say_so_are_read():
    assert decode("\ufeffText".encode()) == "Text"
    assert decode("서울".encode("utf-16")) == "서울"


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_refused(raw):
    try:
        decode(raw)
    except ReadError as error:
        assert str(error)
