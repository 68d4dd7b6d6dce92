"""Pages in English, Korean and Japanese: every word of ours is translated, and the choice is kept."""

import re
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.urls import reverse

from tests.factories import make_event, make_timeline

ROOT = Path(__file__).resolve().parents[2]
CATALOGS = sorted(ROOT.glob("locale/*/LC_MESSAGES/django.po"))


HOLE = re.compile(r"%\(\w+\)s|%d")


def by_singular(catalog) -> dict[str, tuple[str, ...]]:
    """The translations of each message, one for each form of its plural."""
    rows = [(m.id, m.string) for m in catalog if m.id]
    return {
        (key if isinstance(key, str) else key[0]): ((text,) if isinstance(text, str) else tuple(text))
        for key, text in rows
    }


@pytest.mark.parametrize("path", CATALOGS, ids=lambda p: p.parts[-3])
def test_the_catalog_is_whole_and_compiled(path):
    with path.open("rb") as file:
        written = by_singular(read_po(file, ignore_obsolete=True))
    assert all(all(texts) for texts in written.values())
    with path.with_suffix(".mo").open("rb") as file:
        assert by_singular(read_mo(file)) == written
    wanted = set()
    for template in (ROOT / "templates").rglob("*.html"):
        source = template.read_text(encoding="utf-8")
        for match in re.finditer(r"""\{%\s*translate\s+(?:"([^"]+)"|'([^']+)')""", source):
            wanted.add(match[1] or match[2])
        wanted.update(re.findall(r"\{% blocktranslate %\}(.*?)\{% endblocktranslate %\}", source, re.DOTALL))
    assert wanted <= written.keys()
    for key, texts in written.items():  # what is filled in is filled in everywhere
        assert all(sorted(HOLE.findall(key)) == sorted(HOLE.findall(text)) for text in texts)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "words", "day"),
    [("ko", "사건", "2024년 9월 6일"), ("ja", "出来事", "2024年9月6日"), ("en", "event", "6 September 2024")],
)
def test_a_page_speaks_the_language_asked_for(client, language, words, day):
    event = make_event(edtf="2024-09-06")
    for ask in ({"HTTP_ACCEPT_LANGUAGE": language}, {}):
        query = {} if ask else {"lang": language}
        page = client.get(reverse("timeline:home"), query, **ask)
        text = page.content.decode()
        assert f'<html lang="{language}">' in text and words in text and day in text
    kept = client.get(event.get_absolute_url()).content.decode()
    assert f'<html lang="{language}">' in kept


@pytest.mark.django_db
def test_a_language_that_is_none_changes_nothing(client):
    response = client.get(reverse("timeline:home"), {"lang": "../../etc"})
    assert '<html lang="en">' in response.content.decode() and not response.cookies


@pytest.mark.django_db
def test_an_embed_sets_and_reads_no_cookie(client):
    timeline = make_timeline()
    url = reverse("timeline:embed", args=[timeline.slug])
    client.get("/", {"lang": "ko"})
    assert client.cookies["language"].value == "ko"
    plain = client.get(url)
    assert '<html lang="en"' in plain.content.decode() and "Cookie" not in plain.get("Vary", "")
    asked = client.get(url, {"lang": "ja"})
    assert '<html lang="ja"' in asked.content.decode() and not asked.cookies
