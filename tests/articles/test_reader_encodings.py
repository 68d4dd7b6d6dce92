"""Encodings of pages and feeds: stated by a byte order mark, the server or the page, wrongly, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.readers import Given, read_upload
from articles.readers.bytes import decode_markup

TEXTS = {
    "ko": "한국과 일본의 외교장관이 6일 서울에서 만나 관계 개선을 논의했다. 두 장관은 회담 뒤 기자회견을 열었다.",
    "ja": "ノルウェーとチリの外相は6日、オスロで漁業協定に署名したと両国の外務省が発表した。協定は来年3月に発効する。",
    "zh": "挪威和智利外长星期五在奥斯陆签署渔业协定，两国外交部宣布。",
    "fr": "Les ministres des affaires étrangères ont signé à Oslo un accord qui entrera en vigueur l’été prochain, a déclaré le gouvernement.",
}
ENCODINGS = {
    "ko": ("euc_kr", "cp949", "iso2022_kr", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"),
    "ja": ("shift_jis", "cp932", "euc_jp", "iso2022_jp", "utf-8", "utf-16"),
    "zh": ("gb2312", "gbk", "gb18030", "utf-8"),
    "fr": ("cp1252", "utf-8"),
}  # fmt: skip
PAIRS = [(language, encoding) for language, encodings in ENCODINGS.items() for encoding in encodings]


def page(text, stated=""):
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={stated}">' if stated else ""
    return f"<html><head>{meta}<title>x</title></head><body><p>{text}</p></body></html>"


@pytest.mark.parametrize(("language", "encoding"), PAIRS)
def test_text_is_read_as_stated_or_as_it_must_be(language, encoding):
    text = TEXTS[language]
    for stated, by_server in ((encoding, ""), ("", encoding), ("", ""), ("utf-8", ""), ("", "ISO-8859-1")):
        assert text in decode_markup(page(text, stated).encode(encoding), by_server), (stated, by_server)


@pytest.mark.parametrize(
    ("stated", "encoding", "language"),
    [
        ("ks_c_5601-1987", "cp949", "ko"),
        ("x-sjis", "cp932", "ja"),
        ("windows-31j", "cp932", "ja"),
        ("x-euc-jp", "euc_jp", "ja"),
        ("csISO2022JP", "iso2022_jp", "ja"),
        ("hz-gb-2312", "hz", "zh"),
        ("shift_jis", "euc_jp", "ja"),
        ("euc-kr", "utf-8", "ko"),
        ("euc-kr", "cp932", "ja"),
        ("utf-16", "utf-8", "ko"),
        ("no-such-encoding", "cp949", "ko"),
        ("utf-7", "cp949", "ko"),
        ("unicode_escape", "cp949", "ko"),
        ("hex", "cp949", "ko"),
    ],
)
def test_names_and_wrong_names_of_encodings(stated, encoding, language):
    assert TEXTS[language] in decode_markup(page(TEXTS[language], stated).encode(encoding))


def test_letters_that_vendors_added_are_read_under_the_name_of_the_standard():
    assert "펲시" in decode_markup(page("한국 펲시 펲시", "euc-kr").encode("cp949"))
    assert "①㈱髙" in decode_markup(page("岸田首相①㈱髙", "shift_jis").encode("cp932"))


def test_a_text_that_is_cut_within_a_letter_keeps_the_others():
    raw = page(TEXTS["ko"]).encode()
    assert TEXTS["ko"][:40] in decode_markup(raw[: raw.index("열었다".encode()) + 1])
    assert TEXTS["fr"] in decode_markup(page(TEXTS["fr"]).encode() + b"\xff")


@pytest.mark.parametrize("encoding", ["euc-kr", "utf-8", "utf-16", "iso2022_kr"])
def test_feeds_are_read_in_their_encoding_or_in_spite_of_it(encoding):
    rss = '<?xml version="1.0" encoding="{}"?><rss><channel><title>통신</title><item><title>회담</title><description>{}</description></item></channel></rss>'
    for stated in (encoding, "utf-8", "euc-kr"):
        (entry,) = read_upload(rss.format(stated, TEXTS["ko"]).encode(encoding), "a.rss", Given())
        assert (entry.text, entry.title, entry.publisher) == (TEXTS["ko"], "회담", "통신")


@given(
    st.binary(max_size=300), st.sampled_from(["", "utf-8", "hz", "iso-2022-jp", "cp932", "utf-16", "\0", "é"])
)
def test_any_bytes_are_some_text(raw, charset):
    assert decode_markup(raw, charset).encode() is not None
