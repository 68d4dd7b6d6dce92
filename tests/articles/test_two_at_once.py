"""Two people and the news at once: whatever they do in whatever order, nothing that anybody wrote is lost.

A Curator and an Editor open forms of events and of a timeline, save them later (by then perhaps stale), choose events, import
tables that they handed in before, merge, split, decide and undo, while versions of articles come in. INTERLEAVINGS=500 tries many more orders, and others each time.
"""

import os
from collections import Counter
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from articles.extraction import extract_claims
from articles.ingestion.gazetteer import load_gazetteer
from articles.ingestion.results import Options
from articles.ingestion.run import ingest
from articles.models import Article
from articles.readers import ArticleData
from tests.browsing import posted_by, sign_in
from tests.factories import make_citation, make_timeline
from timeline.curation.deciding import ProposalError, accept, refuse
from timeline.curation.merging import MergeError, merge, split, undo_merge, undo_split
from timeline.curation.proposals import waiting
from timeline.curation.reviews import comment
from timeline.models import (
    Change,
    Chapter,
    Citation,
    Comment,
    Event,
    FormerSlug,
    Pick,
    ProposedChange,
    TableUpload,
    Withdrawal,
)
from timeline.record.history import acting

pytestmark = pytest.mark.django_db
MANY = int(os.environ.get("INTERLEAVINGS", "0"))
VISIT = "Prime Minister Fumio Kishida arrived in Seoul on September 6, 2024."
MEETING = "Kishida and Yoon Suk Yeol met in Seoul on September 6, 2024."
SIGNING = "Japan and South Korea signed an agreement on mines on September 7, 2024."
LATER = "Kishida arrived in Oslo on September 9, 2024."
NEWS = [
    ("wire", f"{VISIT} {MEETING}"),
    ("wire", f"{VISIT}\n\nMuch was said. {MEETING} {SIGNING}"),
    ("wire", f"{MEETING} {LATER}"),
    ("daily", f"{VISIT} {SIGNING}"),
    ("daily", f"{SIGNING} {LATER} {MEETING}"),
]
MOVES = ("open", "save", "save", "merge", "split", "unmerge", "unsplit", "decide", "undo", "approve", "reject", "read", "cite", "say", "open_timeline", "save_timeline", "save_timeline", "choose", "hand_in", "confirm")  # fmt: skip
OF_ONE = ("open", "save", "undo", "open_timeline", "save_timeline", "choose", "hand_in", "confirm")
WHO = ("Curator", "Editor")


def article(number: int) -> ArticleData:
    name, text = NEWS[number]
    return ArticleData(f"{name}.md", text, title=name, publisher=name, url=f"https://{name}.example.com/1", published=date(2024, 9, 10))  # fmt: skip


class Newsroom:
    """What two people and the reader of articles do, and what must hold whatever they did."""

    def __init__(self):
        self.clients = {who: sign_in(Client(), who) for who in WHO}
        self.users = {who: User.objects.get(username=who.lower()) for who in WHO}
        self.forms: dict[
            str, tuple[int, str, dict]
        ] = {}  # the event, its title when it was opened, and the form
        self.public: set[str] = set()  # every address that readers ever had
        self.latest: dict[str, str] = {}  # the text of each document as it was last read
        self.by_hand: set[str] = set()  # quotations that a person added
        self.typed: dict[str, str] = {}  # titles by who typed them
        self.proposed: dict[
            tuple[str, int], str
        ] = {}  # those that wait: a later one of the same person replaces it
        self.said: set[str] = set()
        self.undone: set[str] = set()  # passages and comments whose addition was undone
        self.timeline = make_timeline("Story", chapters=[("2024-09-01", "2024-09-30")], is_published=True)
        self.timeline_forms: dict[str, dict] = {}
        self.chapters: dict[str, str] = {}  # what was written about each chapter that somebody added
        self.chosen: set[int] = set()  # the events that an Editor chose for the timeline
        self.tables: dict[
            str, tuple[str, int, str]
        ] = {}  # handed in: the page, the event and its title there
        self.count = 0

    def event(self, a: int) -> Event | None:
        events = list(Event.objects.order_by("pk"))
        return events[a % len(events)] if events else None

    def step(self, move: str, a: int, b: int) -> None:
        who = WHO[b % 2]
        with transaction.atomic():
            if move in OF_ONE:
                getattr(self, move)(who, a)
            else:
                with acting(self.users["Editor"]):
                    getattr(self, move)(a, b)
        self.public |= set(Event.objects.published().values_list("slug", flat=True))

    def read(self, a: int, b: int) -> None:
        data = article(a % len(NEWS))
        ingest([data], Options(publish=b % 4 == 0))
        # A version that was read before is known, and does not come back.
        self.latest[data.url] = Article.objects.get(source__url=data.url).text

    def open(self, who: str, a: int) -> None:
        event = self.event(a)
        if event is not None:
            page = self.clients[who].get(reverse("admin:timeline_event_change", args=[event.pk]))
            assert page.status_code == 200
            self.forms[who] = event.pk, event.title, posted_by(page.content.decode(), "event_form")

    def save(self, who: str, a: int) -> None:
        """Save the form that was opened before, with another title; without one, open it first."""
        if who not in self.forms:
            self.open(who, a)
        if who not in self.forms:
            return
        pk, seen, data = self.forms.pop(who)
        stood = Event.objects.filter(pk=pk).values_list("title", flat=True).first()
        self.count += 1
        title = f"{who} wrote {self.count}"
        answer = self.clients[who].post(
            reverse("admin:timeline_event_change", args=[pk]), {**data, "title": title}
        )
        event = Event.objects.filter(pk=pk).first()
        if event is None:
            told = self.clients[who].get(answer["Location"]).content.decode()
            assert title in told, "the event is gone, and what was typed is shown"
            return
        if answer.status_code == 200:
            form = answer.context["adminform"].form
            errors = form.errors or [f.errors for i in answer.context["inline_admin_formsets"] for f in i.formset.forms]  # fmt: skip
            assert form["title"].value() == title and errors, (
                "what was typed is shown again with what is the matter"
            )
            return
        assert answer.status_code == 302
        is_proposed = waiting().filter(event=event, field="title", after=title).exists()
        assert event.title == title or is_proposed, "what was typed is saved, or waits"
        assert is_proposed or stood == seen, "what somebody else saved meanwhile was overwritten unseen"
        if is_proposed:
            self.typed.pop(self.proposed.pop((who, pk), ""), None)
            self.proposed[who, pk] = title
        self.typed[title] = who

    def by_hand_is_lost(self) -> set[str]:
        return self.by_hand - set(Citation.objects.values_list("quote", flat=True))

    def merge(self, a: int, b: int) -> None:
        self.tried(lambda: merge(self.event(a), [self.event(b)]))

    def split(self, a: int, b: int) -> None:
        event = self.event(a)
        citations = list(event.citations.order_by("pk")) if event else []
        self.tried(lambda: split(event, citations[: 1 + b % 2]))

    def unmerge(self, a: int, b: int) -> None:
        merged = list(Event.objects.exclude(merged_into=None).order_by("pk"))
        if merged:
            self.tried(lambda: undo_merge(merged[a % len(merged)]))

    def unsplit(self, a: int, b: int) -> None:
        parts = list(Event.objects.exclude(split_from=None).order_by("pk"))
        if parts:
            self.tried(lambda: undo_split(parts[a % len(parts)]))

    def tried(self, work) -> None:
        if Event.objects.exists():
            try:
                with transaction.atomic():
                    work()
            except MergeError as error:
                assert str(error)

    def decide(self, a: int, b: int) -> None:
        found = list(waiting().order_by("pk"))
        if found:
            change, verb = found[a % len(found)], (accept, refuse)[b % 3 == 0]
            try:
                with transaction.atomic():
                    verb(change, self.users["Editor"])
            except ProposalError as error:
                assert str(error)

    def undo(self, who: str, a: int) -> None:
        """Undo the last thing that was done to an event, as its history offers it."""
        event = self.event(a)
        last = Change.objects.filter(place=f"event-{event.pk}").order_by("-pk").first() if event else None
        if last is not None:
            address = reverse("admin:timeline_event_put_back", args=[event.pk])
            answer = self.clients[who].post(address, {"act": str(last.act)})
            self.typed.pop(
                self.proposed.pop((who, event.pk), ""), None
            )  # to undo may be a proposal of theirs
            assert answer.status_code in (302, 403)
            # What somebody takes out again by undoing its addition is not lost.
            added = Change.objects.filter(act=last.act, verb=Change.Verb.ADDED)
            taken = {text for c in added for text in (c.after.get("quote"), c.after.get("text")) if text}
            self.by_hand -= taken & self.by_hand_is_lost()
            self.said -= taken - set(Comment.objects.values_list("text", flat=True))
            self.undone |= taken

    def approve(self, a: int, b: int) -> None:
        if event := self.event(a):
            Event.objects.filter(pk=event.pk, merged_into=None).approve()

    def reject(self, a: int, b: int) -> None:
        if event := self.event(a):
            Event.objects.filter(pk=event.pk, merged_into=None, status="proposed").reject()

    def cite(self, a: int, b: int) -> None:
        """A passage that somebody types into an event."""
        event = self.event(a)
        source = Article.objects.order_by("pk").first()
        if event and source and event.merged_into_id is None:
            self.count += 1
            quote = f"Words typed by hand, number {self.count}."
            make_citation(event, source.source, quote=quote, is_pinned=True)
            self.by_hand.add(quote)

    def say(self, a: int, b: int) -> None:
        if event := self.event(a):
            self.count += 1
            self.said.add(comment(event, self.users[WHO[b % 2]], f"Remark {self.count}")[0].text)

    def open_timeline(self, who: str, a: int) -> None:
        page = self.clients[who].get(reverse("admin:timeline_timeline_change", args=[self.timeline.pk]))
        assert page.status_code == 200
        self.timeline_forms[who] = posted_by(page.content.decode(), "timeline_form")

    def save_timeline(self, who: str, a: int) -> None:
        """Add a chapter in the form that was opened before, which knows none that others have added since."""
        if who not in self.timeline_forms:
            self.open_timeline(who, a)
        data = self.timeline_forms.pop(who)
        self.count += 1
        at, slug = int(data["chapters-TOTAL_FORMS"][0]), f"chapter-{self.count}"
        row = {"title": slug, "slug": slug, "earliest": f"2024-0{1 + a % 9}-01", "latest": "2024-12-31", "summary": f"{who} told {self.count}"}  # fmt: skip
        data |= {"chapters-TOTAL_FORMS": [str(at + 1)]}
        data |= {f"chapters-{at}-{name}": [value] for name, value in row.items()}
        address = reverse("admin:timeline_timeline_change", args=[self.timeline.pk])
        answer = self.clients[who].post(address, data)
        assert answer.status_code == 302, "nobody else has a chapter of this name"
        is_proposed = waiting().filter(timeline=self.timeline, what="add", after__slug=slug).exists()
        assert is_proposed == (who == "Curator")
        self.chapters[slug] = row["summary"]

    def choose(self, who: str, a: int) -> None:
        """Show an event on the timeline whatever its filters say."""
        event = self.event(a)
        if event is not None and event.merged_into_id is None:
            address = reverse("admin:timeline_timeline_events", args=[self.timeline.pk])
            answer = self.clients[who].post(address, {"verb": "show", "event": event.pk})
            assert answer.status_code == 302
            if who == "Editor":
                self.chosen.add(event.pk)
            elif event.pk not in self.chosen:
                assert waiting().filter(timeline=self.timeline, what="add", after__event=event.pk).exists() or Pick.objects.filter(event=event).exists()  # fmt: skip

    def hand_in(self, who: str, a: int) -> None:
        """Hand in a table with another title for an event; it is looked at, and imported later."""
        event = self.event(a)
        if event is None or event.merged_into_id is not None:
            return
        self.count += 1
        title = f"{who} imported {self.count}"
        table = f"slug,title,date\n{event.slug},{title},{event.edtf}\n".encode()
        page = self.clients[who].post(
            reverse("admin:timeline_event_import"), {"file": SimpleUploadedFile("t.csv", table)}
        )
        assert page.status_code == 302
        self.tables[who] = page["Location"], event.pk, title

    def confirm(self, who: str, a: int) -> None:
        """Import the table that was handed in before; if it no longer fits, nothing of it is written, and it says why."""
        if who not in self.tables:
            return
        address, pk, title = self.tables.pop(who)
        before = Event.objects.count()
        assert self.clients[who].post(address, {"verb": "all"}).status_code == 302
        event = Event.objects.filter(title=title).first()
        change = waiting().filter(field="title", after=title).first()
        if event is None and change is None:
            assert TableUpload.objects.filter(user=self.users[who]).exists(), "what was handed in is lost"
            assert "row" in self.clients[who].get(address).content.decode().lower()
            assert Event.objects.count() == before
            return
        if change is not None:
            self.typed.pop(self.proposed.pop((who, change.event_id), ""), None)
            self.proposed[who, change.event_id] = title
        self.typed[title] = who

    def the_timeline_is_whole(self) -> None:
        """Each chapter that somebody wrote stands, waits or was decided; what was chosen is shown, under its event or its heir."""
        standing = dict(Chapter.objects.filter(timeline=self.timeline).values_list("slug", "summary"))
        asked = ProposedChange.objects.filter(timeline=self.timeline, what="add")
        told = {change.after["slug"] for change in asked if "slug" in change.after}
        for slug, summary in self.chapters.items():
            assert standing.get(slug) == summary or slug in told, "a chapter is lost"
        picked = set(Pick.objects.filter(timeline=self.timeline, is_included=True).values_list("event", flat=True))  # fmt: skip
        for event in Event.objects.filter(pk__in=self.chosen):
            assert {event.pk, event.merged_into_id} & picked, "what was chosen is no longer shown"

    def check(self) -> None:
        self.the_timeline_is_whole()
        assert self.said == set(Comment.objects.values_list("text", flat=True)), "a comment is lost"
        self.no_passage_is_lost_or_doubled()
        self.no_address_vanishes()
        self.history_is_whole()
        assert not Event.objects.filter(merged_into__merged_into__isnull=False).exists()

    def no_passage_is_lost_or_doubled(self) -> None:
        quotes = Counter(Citation.objects.filter(rule="").values_list("quote", flat=True))
        assert {quote: quotes[quote] for quote in self.by_hand} == dict.fromkeys(self.by_hand, 1)
        for url, text in self.latest.items():
            source = Article.objects.get(source__url=url).source
            claims = extract_claims(text, published=source.published, gazetteer=load_gazetteer())
            cited = [c for c in Citation.objects.filter(source=source) if c.reading]
            waits = waiting().filter(source=source, what=ProposedChange.What.CITE)
            refused = set(Withdrawal.objects.filter(source=source).values_list("quote", flat=True))
            known = {c.quote for c in cited} | {w.after["quote"] for w in waits} | refused
            assert {claim.quote for claim in claims} <= known | self.undone, "a passage is lost"
            read = Counter((c.quote, c.reading["kind"], c.reading["action"], c.edtf) for c in cited)
            told = Counter((c.quote, c.kind, c.action, c.edtf) for c in claims)
            assert not {key: n for key, n in read.items() if n > max(1, told[key])}, "a passage is doubled"

    def no_address_vanishes(self) -> None:
        """What readers could open leads to an event that stands, or says why it is gone."""
        for slug in self.public:
            event = Event.objects.filter(slug=slug).first()
            former = FormerSlug.objects.filter(slug=slug).first()
            if event is None:
                assert former is not None, slug
                continue
            root = event.merged_into or event
            assert root.merged_into_id is None
            answer = Client().get(event.get_absolute_url())
            assert answer.status_code in (200, 301, 410), (slug, answer.status_code)
            if root.status == "published":
                assert answer.status_code == (301 if event.merged_into_id else 200)

    def history_is_whole(self) -> None:
        """Who wrote which title is on record, and the record ends with the title that stands."""
        for title, who in self.typed.items():
            recorded = Change.objects.filter(author=self.users[who], after__title=title).exists()
            proposed = ProposedChange.objects.filter(proposer=self.users[who], field="title", after=title)
            assert recorded or proposed.exists(), title
        for event in Event.objects.filter(merged_into=None):
            changes = Change.objects.filter(record=f"event-{event.pk}", after__has_key="title").order_by("pk")
            last = changes.last()
            if last is not None and "title" in event.curated_fields:
                assert last.after["title"] == event.title


@settings(
    max_examples=MANY or 4,
    derandomize=not MANY,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate, *([Phase.shrink] if MANY else [])],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.tuples(st.sampled_from(MOVES), st.integers(0, 11), st.integers(0, 11)), min_size=8, max_size=14))  # fmt: skip
@example([("save", 0, 0), ("save", 0, 1)])
def test_two_people_at_once_lose_nothing(moves):
    with transaction.atomic():
        room = Newsroom()
        # Both have the same event open from the beginning.
        done = [("read", 0, 1), ("read", 3, 1), ("open", 0, 0), ("open", 0, 1), *moves]
        for number, (move, a, b) in enumerate(done, 1):
            room.step(move, a, b)
            try:
                room.check()
            except AssertionError as error:
                raise AssertionError(f"{error}\nafter {done[:number]}") from error
        transaction.set_rollback(True)
