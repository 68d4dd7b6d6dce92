"""Archives: a broken record costs one page, never the following ones."""

import gzip
import zlib

import brotli
import pytest
from fastwarc.stream_io import ZstdWriter

from articles.readers import ArticleData, Given, read_upload
from articles.readers.packing import join_chunks, unpack
from tests.articles.test_reader_forms import BODY

HTML = f"<html><head><title>Leaders meet</title></head><body><article>{BODY}</article></body></html>".encode()
ODD, GOOD = "https://example.org/odd", "https://example.org/good"
DEFLATED = zlib.compress(HTML)[2:-4]


def record(address, block, *, kind="response", stated="application/http", length=None, more=b""):
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nContent-Type: {stated}\r\n".encode()
    )
    size = len(block) if length is None else length
    return head + more + b"Content-Length: %d\r\n\r\n" % size + block + b"\r\n\r\n"


def answer(body, *fields, stated="Content-Type: text/html"):
    return "\r\n".join(["HTTP/1.1 200 OK", *filter(None, [stated]), *fields]).encode() + b"\r\n\r\n" + body


def read(raw, name="a.warc"):
    """What was read, by the ends of its addresses: the text, or the reason."""
    items = list(read_upload(raw, name, Given()))
    return [
        (item.origin.rpartition("/")[2], item.text if isinstance(item, ArticleData) else item.reason)
        for item in items
    ]


class _Kept:
    def __init__(self):
        self.parts = []

    def write(self, part):
        self.parts.append(bytes(part))
        return len(part)

    def flush(self):
        pass

    def close(self):
        pass


def zstd(raw):
    kept = _Kept()
    writer = ZstdWriter(kept)
    writer.write(raw)
    writer.close()
    return b"".join(kept.parts)


CHUNKS = b"".join(
    b"%x;a=b\r\n%s\r\n" % (len(HTML[i : i + 99]), HTML[i : i + 99]) for i in range(0, len(HTML), 99)
)
READ = {
    "an encoding that is none": answer(HTML, "Content-Encoding: none"),
    "an unknown encoding": answer(HTML, "Content-Encoding: x-odd;q=1"),
    "unpacked, and said to be packed": answer(HTML, "Content-Encoding: gzip"),
    "gzip": answer(gzip.compress(HTML), "Content-Encoding: X-GZIP"),
    "gzip without a word": answer(gzip.compress(HTML)),
    "gzip twice": answer(gzip.compress(gzip.compress(HTML)), "Content-Encoding: gzip", "Content-Encoding: gzip"),
    "gzip once more than said": answer(gzip.compress(gzip.compress(HTML)), "Content-Encoding: gzip"),
    "Brotli in gzip": answer(gzip.compress(brotli.compress(HTML)), "content-encoding: br, gzip"),
    "Brotli": answer(brotli.compress(HTML), "Content-Encoding: br"),
    "Zstandard": answer(zstd(HTML), "Content-Encoding: zstd"),
    "deflate": answer(zlib.compress(HTML), "Content-Encoding: deflate"),
    "deflate without its head": answer(DEFLATED, "Content-Encoding: deflate"),
    "chunks": answer(CHUNKS + b"0\r\n\r\n", "Transfer-Encoding: chunked"),
    "chunks that were joined": answer(HTML, "Transfer-Encoding: chunked"),
    "a transfer that is none": answer(HTML, "Transfer-Encoding: none"),
    "a type in capitals": answer(HTML, stated="CONTENT-TYPE: Text/HTML; Charset=UTF-8"),
    "no type": answer(HTML, stated=""),
    "no type and packed": answer(gzip.compress(HTML), "Content-Encoding: gzip", stated=""),
    "an empty type": answer(HTML, stated="Content-Type:"),
    "HTTP/2 and line feeds": answer(HTML).replace(b"HTTP/1.1", b"HTTP/2").replace(b"\r\n", b"\n"),
}  # fmt: skip
REFUSED = {
    "gzip that breaks off": (
        answer(gzip.compress(HTML)[:-30], "Content-Encoding: gzip"),
        "data is incomplete",
    ),
    "no Brotli": (answer(b"\x01\x02" * 50, "Content-Encoding: br"), "br data cannot be decompressed"),
    "no Zstandard": (
        answer(b"\x28\xb5\x2f\xfd" * 50, "Content-Encoding: zstd"),
        "zstd data cannot be decompressed",
    ),
    "an empty page": (answer(b""), "no article text"),
}


@pytest.mark.parametrize("wrap", [bytes, gzip.compress], ids=["plain", "gzip"])
@pytest.mark.parametrize("name", READ)
def test_a_page_is_read_however_it_was_sent(name, wrap):
    found = read(wrap(record(ODD, READ[name])) + wrap(record(GOOD, answer(HTML))))
    assert [place for place, _ in found] == ["odd", "good"] and found[0][1] == found[1][1]


@pytest.mark.parametrize("name", REFUSED)
def test_a_page_that_cannot_be_unpacked_is_refused_alone(name):
    block, reason = REFUSED[name]
    odd, good = read(record(ODD, block) + record(GOOD, answer(HTML)))
    assert odd[0] == "odd" and reason in odd[1] and "agreement on fish" in good[1]


PLAIN = record(ODD, answer(HTML))
LYING = {
    "too short": record(ODD, answer(HTML), length=200),
    "too long": record(ODD, answer(HTML), length=len(HTML) + 400),
    "beyond all": record(ODD, answer(HTML), length=10**9),
    "below nothing": record(ODD, answer(HTML), length=-1),
    "none": PLAIN.replace(b"Content-Length", b"X-Length"),
    "of other line ends": PLAIN.replace(b"\r\n", b"\n"),
    "of odd fields": record(ODD, answer(HTML), more=b"no colon\r\n\xff\xfe: b\r\n"),
    "small letters": PLAIN.replace(b"WARC-T", b"warc-t").replace(b"Content-L", b"content-l"),
}


@pytest.mark.parametrize("wrap", [bytes, gzip.compress], ids=["plain", "gzip"])
@pytest.mark.parametrize("name", LYING)
def test_a_record_whose_length_is_wrong_takes_no_other_with_it(name, wrap):
    found = read(wrap(LYING[name]) + wrap(record(GOOD, answer(HTML))) * 2)
    assert [place for place, _ in found] == ["odd", "good", "good"]
    assert all("agreement on fish" in text for _, text in found)


def test_records_that_hold_no_page_say_nothing():
    silent = [
        record(ODD, b""),
        record(ODD, answer(b""), kind="revisit"),
        record(ODD, b"GET / HTTP/1.1\r\n\r\n", kind="request"),
        record(ODD, b"a: b", kind="metadata", stated="application/warc-fields"),
        record(ODD, answer(HTML), kind="of-another-kind"),
        record(ODD, b"png", kind="resource", stated="image/png"),
    ]
    assert [place for place, _ in read(b"".join(silent) + record(GOOD, answer(HTML)))] == ["good"]


def test_a_document_without_an_answer_is_read():
    page = record(ODD, HTML, kind="resource", stated="Text/HTML; charset=utf-8")
    file = record("file:///news/story.html", HTML, kind="resource", stated="")
    text = record(GOOD, b"They signed an agreement on fish.", kind="conversion", stated="text/plain")
    found = read(page + file + text)
    assert [place for place, _ in found] == ["odd", "story.html", "good"]
    assert all("agreement on fish" in said for _, said in found)


def test_another_form_of_a_page_that_was_read_is_passed_over():
    one = record(ODD, answer(HTML), more=b"WARC-Record-ID: <urn:a>\r\n")
    other = record(
        ODD, b"They met.", kind="conversion", stated="text/plain", more=b"WARC-Refers-To: <urn:a>\r\n"
    )
    assert len(read(one + other)) == 1


def flipped(raw, place):
    return raw[:place] + bytes([raw[place] ^ 255]) + raw[place + 1 :]


@pytest.mark.parametrize(
    "damaged",
    [flipped(gzip.compress(PLAIN), 60), flipped(gzip.compress(PLAIN), -6), gzip.compress(PLAIN)[:100], b"junk" * 99],
    ids=["a byte", "a sum", "a cut", "junk"],
)  # fmt: skip
def test_a_damaged_part_is_told_and_the_rest_is_read(damaged):
    good = gzip.compress(record(GOOD, answer(HTML)))
    places = read(good + damaged + good, "a.warc.gz")
    assert [place for place, _ in places][0::2] == ["good", "good"]
    assert "damaged" in places[1][1]


def test_a_page_at_which_an_archive_breaks_off_is_named():
    for raw in (PLAIN[:-100], gzip.compress(PLAIN)[:-60]):
        ((place, reason),) = read(raw)
        assert place == "odd" and "cannot be read" in reason


def test_what_is_packed_too_small_ends_no_archive():
    bomb = gzip.compress(record(ODD, answer(bytes(120_000_000))))
    odd, good = read(bomb + gzip.compress(record(GOOD, answer(HTML))))
    assert "damaged" in odd[1] and good[0] == "good"


def test_what_holds_no_record_is_no_archive():
    for raw in (b"text\n" * 20_000, gzip.compress(b"text"), b"\x1f\x8b\x08" * 100_000):
        ((_, reason),) = read(raw)
        assert reason == "this is not an archive: it contains no WARC or ARC records"


def arc(address, block, stated="text/html", length=0):
    return f"{address} 192.0.2.1 20240906100000 {stated} {len(block) + length}\n".encode() + block + b"\n"


ARC_HEAD = b"filedesc://a.arc 0.0.0.0 20240906100000 text/plain 20\n1 0 Desk\nURL IP ...\n\n"


@pytest.mark.parametrize("wrap", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_arc_files_are_read(wrap):
    records = [
        ARC_HEAD,
        arc("https://example.org/1", answer(HTML)),
        arc("dns:example.org", b"20240906 example.org A 192.0.2.1", "text/dns"),
        arc("https://example.org/2", answer(HTML), length=50),
        arc("https://example.org/3", HTML, length=-50),
        arc("https://example.org/a.png", answer(b"png", stated="Content-Type: image/png"), "image/png"),
        arc("https://example.org/4", answer(HTML), "text/html 200 sum - 9 a.arc"),
    ]
    found = read(b"".join(map(wrap, records)), "a.arc.gz" if wrap is gzip.compress else "a.arc")
    assert [place for place, _ in found] == ["1", "2", "3", "4"]
    assert all("agreement on fish" in text for _, text in found)


def test_unpacking_stops_where_it_was_told_to():
    zeros = bytes(5_000_000)
    packings = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress, "zstd": zstd}
    for name, pack in packings.items():
        assert len(unpack(pack(zeros), [name], 1000)) == 1000
    assert (
        join_chunks(b"FFFFFFFF\r\nabc") == b"abc"
        and join_chunks(b"FFFFFFFFFF\r\nabc") == b"FFFFFFFFFF\r\nabc"
    )
