"""Pages in English, Korean and Japanese: every word of ours is translated, and the choice is kept."""

import re
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import gettext, override

from tests.browsing import sign_in
from tests.factories import make_actor, make_citation, make_event, make_source, make_timeline
from timeline.curation.help import OF_ALL, OF_PAGE
from timeline.models import Alias, Event, Participation

pytestmark = pytest.mark.once

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
        for words in re.findall(
            r"\{% blocktranslate[^%]*%\}(.*?)(?:\{% plural %\}|\{% endblocktranslate %\})", source, re.DOTALL
        ):
            wanted.add(re.sub(r"\{\{ *(\w+) *\}\}", r"%(\1)s", words))
    assert wanted <= written.keys()
    for key, texts in written.items():  # what is filled in is filled in everywhere
        assert all(sorted(HOLE.findall(key)) == sorted(HOLE.findall(text)) for text in texts)


def test_every_page_of_the_desk_has_its_help_in_each_language():
    for language in ("ko", "ja"):
        with override(language):
            assert [words for words in {**OF_ALL, **OF_PAGE}.values() if gettext(words) == words] == []


@pytest.mark.parametrize(
    ("language", "title", "status", "rejected"),
    [("en", "title", "status", "Rejected"), ("ko", "제목", "상태", "거부"), ("ja", "題", "状態", "却下")],
)
def test_fields_and_their_choices_are_named_in_the_language_of_the_desk(language, title, status, rejected):
    with override(language):
        assert str(Event._meta.get_field("title").verbose_name) == title
        assert str(Event._meta.get_field("status").verbose_name) == status
        assert str(Event(status="rejected").get_status_display()) == rejected
        assert Event.Status.REJECTED.label == "Rejected"  # what the record of changes keeps


@pytest.mark.django_db
@pytest.mark.parametrize("group", ["Curator", "Editor"])
def test_the_statuses_that_somebody_may_choose_are_named_in_their_language(client, group):
    sign_in(client, group).cookies["language"] = "ko"
    page = client.get(reverse("admin:timeline_event_add")).content.decode()
    assert "거부</option>" in page and "Rejected" not in page
    assert ('value="published"' in page) == (group == "Editor")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "merge", "split", "find"),
    [
        ("ko", "어느 사건을 남기시겠습니까?", "다른 사건을 전하는 인용문은", "보관된 글"),
        ("ja", "どの出来事を残しますか。", "別の出来事を伝えている引用は", "保管している文章"),
    ],
)
def test_merging_splitting_and_citing_speak_the_curators_language(client, language, merge, split, find):
    sign_in(client, "Curator")
    one, two = make_event("One"), make_event("Two")
    make_citation(one, quote="It was so.")
    pages = {
        "event_merge": (f"?events={one.pk},{two.pk}", [], merge),
        "event_split": ("", [one.pk], split),
    }
    client.cookies["language"] = language
    for name, (query, args, words) in pages.items():
        page = client.get(reverse(f"admin:timeline_{name}", args=args) + query).content.decode()
        assert words in page and "waits for an Editor" not in page, name
    page = client.get(reverse("admin:articles_article_find"), {"event": one.pk, "q": "nothing"})
    assert find in page.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "how"), [("en", "to the month"), ("ko", "월 단위까지"), ("ja", "月単位")]
)
def test_how_finely_a_date_is_known_is_said_beside_it(client, language, how):
    page = client.get(make_event(edtf="2024-09").get_absolute_url(), {"lang": language}).content.decode()
    assert how in page and "月まで" not in page


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


@pytest.fixture
def known():
    """A timeline, and an event whose title and actors have names in other languages."""
    kishida = make_actor()
    for name, language, is_preferred in [
        ("기시다 후미오 총리대신", "ko", False),
        ("기시다 후미오", "ko", True),
        ("岸田", "ja", False),
        ("岸田文雄", "ja", False),
        ("Kishida F.", "en", False),
    ]:
        Alias.objects.create(actor=kishida, name=name, language=language, is_preferred=is_preferred)
    event = make_event("Visit to Seoul", actors=[kishida], title_ko="서울 방문", place="Seoul", slug="visit")
    make_citation(event, make_source(language="fr"), quote="Il arrive à Séoul.")
    return make_timeline(title_ko="한국과 일본", is_default=True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "name", "title", "place"),
    [
        ("en", "Fumio Kishida", "Visit to Seoul", "Seoul"),
        ("ko", "기시다 후미오", "서울 방문", "서울"),
        ("ja", "岸田文雄", "Visit to Seoul", "ソウル"),
    ],
)
def test_names_and_titles_are_in_the_readers_language(client, known, language, name, title, place):
    for address in ("/?actor=fumio-kishida", "/?lanes=actor", "/events/visit/", "/embed/events/visit/"):
        page = client.get(f"{address}{'&' if '?' in address else '?'}lang={language}").content.decode()
        assert title in page and place in page
        assert name in page or "embed" in address
        assert 'lang="fr">“Il arrive' in page
    lanes = client.get("/", {"lanes": "actor", "lang": language}).content.decode()
    assert f">{name}</text>" in lanes
    pill = client.get("/", {"actor": "fumio-kishida", "lang": language}).content.decode()
    assert re.search(rf'class="pill"[^>]*>{name} ', pill)
    marked = '<h1 lang="en">Visit' in client.get("/events/visit/", {"lang": language}).content.decode()
    assert marked == (language == "ja")


@pytest.mark.django_db
def test_what_is_in_another_language_says_so(client):
    note, reason = "State agency; reports its view.", "The minutes are closed."
    first = make_source(title="Le rapport", language="fr", reliability=note)
    other = make_source(title="Second edition", edition_of=first)
    event = make_event("Visit", slug="visit")
    make_citation(event, first, quote="Il arrive.")
    make_citation(event, other, quote="He arrives.")
    make_event("Bare", "2020", slug="bare", no_passage_reason=reason)
    in_english = {f'<span lang="en">{words}</span>' for words in (note, reason)} | {'lang="en">Second edition</a>'}  # fmt: skip
    for language in ("en", "ko", "ja"):
        addresses = ("/events/visit/", "/events/bare/", "/embed/events/bare/", first.get_absolute_url(), "/")
        pages = {address: client.get(address, {"lang": language}).content.decode() for address in addresses}
        found = {words for words in in_english for page in pages.values() if words in page}
        assert found == (set() if language == "en" else in_english)
        assert note in pages["/events/visit/"] and note in pages[first.get_absolute_url()]
        assert '<p class="said"><span lang="fr">“Il arrive.”</span> <cite><span' in pages["/"]


@pytest.mark.django_db
def test_feeds_and_oembed_speak_the_language_asked_for(client, known):
    base = f"/timelines/{known.slug}"
    korean = {"HTTP_ACCEPT_LANGUAGE": "ko"}
    for suffix in ("atom", "ics", "timelinejs"):
        asked = b"".join(client.get(f"{base}.{suffix}", {"lang": "ko"})).decode()
        plain = b"".join(client.get(f"{base}.{suffix}", **korean)).decode()
        assert "서울 방문" in asked and "한국과 일본" in asked and "서울 방문" not in plain
    event = b"".join(client.get(f"{base}.json")).decode()
    assert '"titles": {"ko": "서울 방문"}' in event
    answer = client.get("/oembed", {"url": f"http://testserver{base}/?lang=ko"}).json()
    assert answer["title"] == "한국과 일본"
    for path, title in (("/events/visit/", "서울 방문"), ("/actors/fumio-kishida/", "기시다 후미오")):
        assert client.get("/oembed", {"url": f"http://testserver{path}?lang=ko"}).json()["title"] == title


@pytest.mark.django_db
def test_an_event_is_found_by_its_title_in_any_language(client, known):
    page = client.get("/", {"q": "서울 방문"}).content.decode()
    assert 'data-slug="visit"' in page


@pytest.mark.django_db
def test_names_cost_the_same_number_of_queries_however_many_there_are(client, known):
    """The lists of actors, of the filters, and of those who took part."""

    def asked():
        counts = []
        for address in ("/actors/?lang=ko", "/?lang=ko", "/events/visit/?lang=ko"):
            for cache in caches.all():
                cache.clear()
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            counts.append(len(queries))
        return counts

    few = asked()
    event = Event.objects.get(slug="visit")
    for number in range(12):
        actor = make_actor(f"Somebody {number}")
        Alias.objects.create(actor=actor, name=f"누구 {number}", language="ko")
        Participation.objects.create(event=event, actor=actor)
    assert asked() == few


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "words"), [("ko", ("로그인", "코드")), ("ja", ("ログイン", "コード"))])
def test_whoever_signs_in_reads_one_language(client, language, words):
    page = client.get(reverse("admin:login"), {"lang": language}).content.decode()
    assert all(word in page for word in words) and "Sign in" not in page and "second factor" not in page
