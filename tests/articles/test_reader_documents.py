"""PDF and Word documents: text, pages, and hostile files."""

import io
import zipfile
import zlib
from datetime import date

import docx
import pypdf
import pytest

from articles.ingestion.run import Options, ingest
from articles.models import Article
from articles.readers import Given, ReadFailure, document_worker, documents, read_articles, read_upload
from articles.readers.document_worker import unwrapped, without_edges
from articles.readers.documents import join_pages
from timeline.models import Citation

FIRST = ["The Daily Record", "Summit in Seoul", "Prime Minister Fumio Kishida visited Seoul on 6 September 2024. The two lead-", "ers spoke of history.", "1"]  # fmt: skip
SECOND = ["The Daily Record", "President Yoon Suk Yeol visited Tokyo on 16 March 2023.", "2"]
THIRD = ["The Daily Record", "They will meet again.", "3"]


def pdf(*pages, stream=None):
    """A PDF with a page for each list of lines."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    kids = []
    for lines in pages:
        shown = " T* ".join("({}) Tj".format(line.replace("(", r"\(").replace(")", r"\)")) for line in lines)
        content = stream or f"BT /F1 12 Tf 14 TL 50 700 Td {shown} ET".encode("latin-1")
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {len(objects) + 2} 0 R /Resources << /Font << /F1 3 0 R >> >> >>")  # fmt: skip
        packed = zlib.compress(content)
        objects.append(
            b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(packed), packed)
        )
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    raw, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(raw))
        raw += b"%d 0 obj\n%s\nendobj\n" % (number, body.encode() if isinstance(body, str) else body)
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    return raw + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(raw)}\n%%EOF\n".encode()  # fmt: skip


def word(*paragraphs, title=""):
    document = docx.Document()
    document.core_properties.title = title
    for text in paragraphs:
        if text is None:
            document.add_page_break()
        else:
            document.add_paragraph(text)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def read(content, name, **given):
    return next(read_upload(content, name, Given(**given)))


def test_a_pdf_gives_its_text_without_headers_and_page_numbers_and_where_its_pages_start():
    article = read(pdf(FIRST, SECOND, THIRD), "paper.pdf")
    assert "The two leaders spoke of history." in article.text
    assert "Daily Record" not in article.text and "\n1\n" not in article.text
    assert article.title == ""  # nothing sets the heading apart from the text
    first, second, third = article.pages
    assert (first, article.text[second : second + 9], article.text[third : third + 4]) == (
        0,
        "President",
        "They",
    )


def test_a_word_document_gives_its_text_its_title_and_its_pages():
    article = read(word("Fumio Kishida visited Seoul.", None, "Yoon visited Tokyo."), "report.docx")
    assert article.text.startswith("Fumio Kishida visited Seoul.") and len(article.pages) == 2
    assert article.text[article.pages[1] :].strip() == "Yoon visited Tokyo."
    assert read(word("Some words.", title="A report"), "x.docx").title == "A report"
    assert read(word("Some words.", title="x.docx"), "x.docx").title != "x.docx"


def test_all_pages_of_a_word_document_count_towards_its_size(monkeypatch):
    monkeypatch.setattr(document_worker, "MOST_TEXT", 40)
    raw = word("Some twenty letters.", None, "Some twenty letters.")
    with pytest.raises(document_worker.Unreadable, match="more than 40 characters"):
        document_worker.read_docx(raw)
    assert len(document_worker.read_docx(word("Some twenty letters.", None))["pages"]) == 2


@pytest.mark.django_db
def test_a_passage_keeps_its_page_and_readers_see_it(tmp_path, client):
    (tmp_path / "paper.pdf").write_bytes(pdf(FIRST, SECOND, THIRD))
    given = Given(published=date(2024, 9, 7))
    ingest(read_articles([str(tmp_path / "paper.pdf")], given), Options(publish=True))
    pages = {citation.quote[:9]: citation.page for citation in Citation.objects.all()}
    assert pages["President"] == 2 and 1 in pages.values()
    article = Article.objects.get()
    assert [article.page_of(n) for n in (0, article.pages[1] - 1, article.pages[1])] == [1, 1, 2]
    event = Citation.objects.get(page=2).event
    assert "page 2" in client.get(event.get_absolute_url()).content.decode()


def encrypted():
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf(FIRST)))
    writer.encrypt("secret", algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def zipped(files):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()


HOSTILE = {
    "empty.pdf": (lambda: b"", "the file is empty"),
    "text.pdf": (lambda: b"just text", "not a PDF file"),
    "cut.pdf": (lambda: pdf(FIRST)[:300], "damaged"),
    "locked.pdf": (encrypted, "encrypted: save a copy without a password"),
    "picture.pdf": (lambda: pdf([""]), "no text, only pictures of it: run text recognition"),
    "long.pdf": (lambda: pdf(*[["x"]] * 501), "501 pages: submit the article in it"),
    "bomb.pdf": (lambda: pdf(["x"], stream=b"BT /F1 12 Tf " + b"(x) Tj " * 12_000_000 + b"ET"), "the document"),
    "old.docx": (lambda: b"\xd0\xcf\x11\xe0" + b"x" * 100, "has a password or is in Word's old format"),
    "text.docx": (lambda: b"just text", "not a Word document"),
    "other.docx": (lambda: zipped({"a.txt": "x"}), "not a Word document"),
    "broken.docx": (lambda: b"PK\x03\x04rubbish", "damaged"),
    "bomb.docx": (lambda: zipped({"word/document.xml": b"0" * 201_000_000}), "unpacks to more than 200 MB"),
    "blank.docx": (lambda: word(""), "no text"),
    "entities.docx": (lambda: zipped({"[Content_Types].xml": ENTITIES, "word/document.xml": "<a/>"}), "damaged"),
}  # fmt: skip
ENTITIES = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbbbbbbbb">]><Types xmlns="x">&b;</Types>'


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_document_ends_with_an_error_that_says_what_to_do(name):
    content, words = HOSTILE[name]
    found = read(content(), name)
    assert isinstance(found, ReadFailure) and words in found.reason, found.reason
    assert any(
        remedy in found.reason for remedy in ("submit", "save", "export", "split", "run text", "empty")
    )


def test_a_document_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(documents, "SECONDS", 0.001)
    assert "takes longer than" in read(pdf(FIRST), "slow.pdf").reason


def test_lines_become_paragraphs():
    lines = ["The talks went on for a long time in Seoul, and", "they ended late.", "A new paragraph begins after a short line that"]  # fmt: skip
    assert unwrapped(lines) == "The talks went on for a long time in Seoul, and they ended late.\n\nA new paragraph begins after a short line that"  # fmt: skip
    assert unwrapped(["岸田首相は六日にソウルを", "訪れた"]) == "岸田首相は六日にソウルを訪れた"
    assert unwrapped(["윤 대통령은 도쿄를", "방문했다"]) == "윤 대통령은 도쿄를 방문했다"


def test_only_what_repeats_at_the_edges_goes():
    pages = [["The Paper", f"Line {n}", f"The talks of {n}.", "Vol. 3", f"- {ord(n)} -"] for n in "abcd"]
    assert without_edges(pages)[1] == ["Line b", "The talks of b."]
    assert without_edges([["Once", "upon"], ["Twice", "told"]]) == [["Once", "upon"], ["Twice", "told"]]


def test_a_sentence_that_runs_on_over_a_page_break_stays_whole():
    assert join_pages(["He went to", "Seoul. Then"]) == ("He went to Seoul. Then", (0, 11))
    assert join_pages(["The impor-", "tant talks."]) == ("The important talks.", (0, 9))
    assert join_pages(["One.", "Two."]) == ("One.\n\nTwo.", (0, 6))
    assert join_pages(["Only one."]) == ("Only one.", ())
