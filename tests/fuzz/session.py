"""A fuzzing session by hand, guided by coverage: `pip install atheris`, then

    python tests/fuzz/session.py TARGET [FOLDER] -max_total_time=300

where TARGET is one of those below and FOLDER keeps what was tried. It ends with the first input that is answered with anything
but a result or a reason; hypothesis tries the same promises with each run of the tests (tests/articles/test_hostile.py).
"""

import os
import sys
from datetime import date
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

with atheris.instrument_imports(include=["articles", "timeline"]):
    import django

    django.setup()
    from django.core.exceptions import ValidationError

    from articles.extraction import extract_claims
    from articles.extraction.dates import find_dates
    from articles.readers import ArticleData, Given, read_upload
    from timeline.curation.typed_dates import read_typed
    from timeline.data.tables.files import read_json, read_rows
    from timeline.data.tables.timelinejs import read_timelinejs
    from timeline.dates import EdtfError, describe, parse_edtf

DAY = date(2024, 9, 6)
# What dates, verbs and names are made of: two bytes of the input choose a piece, so that sentences come about.
PIECES = (
    "6 7 31 0 12th first 1910 2024 '98 10000 2 024 ٦ ６ ² 〇 五 Sept. May September Friday fri last next this early the "
    "from to - – / , . : ; ( ) \n \t of in on since until ago week weeks month year years decade century spring 1990s BC "
    "지난달 27일 작년 9월 오는 6일 세기 年 月 日 先月 昨年 令和 5 上旬 から まで X ~ ? % .. signed met visited Kishida Yoon "
    "Seoul Japan treaty agreement anniversary 60th of the the two leaders said that not 기시다 총리 방문했다 岸田 首相 は 訪問した "
    "\u200b \u202e \u00ad \ud800 \x00"
).split(" ")


def words_of(data: bytes) -> str:
    return " ".join(PIECES[byte % len(PIECES)] for byte in data[:400])


def read(name: str):
    def run(data: bytes) -> None:
        for item in read_upload(data, name, Given()):
            if isinstance(item, ArticleData):
                assert "\0" not in f"{item.text}{item.title}{item.publisher}{item.origin}"
                assert item.content_hash
            str(item).encode()

    return run


def find(data: bytes) -> None:
    for text in (data.decode("utf-8", "replace"), words_of(data)):
        for mention in find_dates(text, reference_date=DAY):
            assert text[mention.start : mention.end].strip()
            if mention.edtf:
                describe(mention.edtf, "ko")


def claim(data: bytes) -> None:
    text = words_of(data)
    for language in ("en", "ko", "ja"):
        for found in extract_claims(text, published=DAY, language=language):
            assert text[found.start : found.end] == found.quote
            parse_edtf(found.edtf)


def refuses(parse, *errors):
    def run(data: bytes) -> None:
        try:
            parse(data)
        except errors as error:
            str(error).encode()

    return run


def edtf(data: bytes) -> None:
    for language in ("en", "ko", "ja"):
        describe(parse_edtf(data.decode("utf-8", "replace")).text, language)


TARGETS = {
    "text": read("a.md"),
    "html": read("a.html"),
    "jsonlines": read("a.jsonl"),
    "feed": read("a.rss"),
    "warc": read("a.warc"),
    "arc": read("a.arc.gz"),
    "dates": find,
    "claims": claim,
    "edtf": refuses(edtf, EdtfError),
    "typed": refuses(lambda data: describe(read_typed(data.decode("utf-8", "replace"))), EdtfError),
    "typed-words": refuses(lambda data: describe(read_typed(words_of(data[:12]))), EdtfError),
    "csv": refuses(read_rows, ValidationError),
    "json": refuses(lambda data: read_json(data, "events"), ValidationError),
    "timelinejs": refuses(read_timelinejs, ValidationError),
}

if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in TARGETS:
        sys.exit(f"name a target: {', '.join(TARGETS)}")
    atheris.Setup([sys.argv[0], *sys.argv[2:]], TARGETS[sys.argv[1]])
    atheris.Fuzz()
