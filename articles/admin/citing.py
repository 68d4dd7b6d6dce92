"""Citing by selecting: an event, or a passage for one, from the words of an article."""

from bisect import bisect_right

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.forms import Media
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles.extraction import ClaimActor
from articles.extraction.gazetteer import shipped_actors
from articles.ingestion.actors import ActorBook
from articles.ingestion.gazetteer import load_gazetteer
from articles.ingestion.selection import Mark, Proposal, SelectionError, marks_of, propose, sentences_of
from articles.models import Article
from timeline.admin.desk import DeskMixin
from timeline.admin.in_place import InPlaceForm, set_people
from timeline.admin.proposing import tell_kept
from timeline.curation.citing import CitingError, add_passage, new_event, waits
from timeline.curation.drafts import save_or_propose
from timeline.curation.proposals import Proposer
from timeline.data.tables.actors import find_actor
from timeline.dates import parse_edtf
from timeline.models import Citation, Event, ProposedChange
from timeline.record.search import search

MOST_FOUND = 10


class CitingMixin(DeskMixin):
    """Adds to the admin of articles the page where words are cited."""

    desk_pages = {"<int:pk>/cite/": ("cite_view", "cite")}

    def cite_view(self, request, pk):
        """The form for what was selected: what it proposes as an event, or events that it may be added to."""
        if not request.user.has_perms(["timeline.add_event", "timeline.add_citation"]):
            raise PermissionDenied("only users who may add events and passages can cite articles")
        article = get_object_or_404(Article.objects.select_related("source"), pk=pk)
        given = request.POST or request.GET
        try:
            proposal = self._proposal(article, given)
        except SelectionError as error:
            messages.error(request, f"{capfirst(str(error))}.")
            return redirect("admin:articles_article_change", pk)
        if request.method == "POST" and "to" in request.POST:
            return self._add(request, article, proposal)
        form = InPlaceForm(request.POST or None, instance=Event(), initial=_initial(proposal))
        form.known_names = frozenset(name for name, _, _ in proposal.actors)
        if request.method == "POST" and form.is_valid():
            return self._make(request, article, proposal, form)
        return self._cite_page(request, article, proposal, form)

    def _proposal(self, article, given) -> Proposal:
        ends = [given.get(name, "") for name in ("start", "end")]
        if not all(end.isdecimal() and len(end) < 9 for end in ends):
            raise SelectionError("no words are selected: select those that report the event")
        source = article.source
        start, end = map(int, ends)
        return propose(article.text, start, end, published=source.published, language=source.language, gazetteer=load_gazetteer())  # fmt: skip

    def _make(self, request, article, proposal, form):
        with transaction.atomic():
            event = new_event(form.instance)
            make_actors(proposal, {name for name, _, _ in form.cleaned_data["people"]})
            set_people(event, form.cleaned_data["people"])
            add_passage(event, _citation(article, proposal))
        self.note(request, [event], f"Made from the words of “{article.source}”.")
        messages.success(request, _("Made “%(event)s”. It waits in the review queue.") % {"event": event})
        return redirect(_back(article, proposal))

    def _add(self, request, article, proposal):
        event = Event.objects.filter(pk=request.POST["to"] if request.POST["to"].isdecimal() else 0).first()
        if event is None or event.merged_into_id:
            messages.error(request, _("Choose an event that has not been merged or deleted."))
            return redirect(_back(article, proposal))
        if not request.user.has_perm("timeline.change_event"):
            raise PermissionDenied("only users who may change events can add passages to them")
        citation = _citation(article, proposal)
        kept: list[ProposedChange] = []
        try:
            if request.user.has_perm("timeline.publish_event"):
                is_new = add_passage(event, citation)
            else:  # it may be published by now
                is_new, kept = save_or_propose(lambda: add_passage(event, citation), Proposer(request.user))
        except CitingError as error:
            messages.error(request, f"{capfirst(str(error))}.")
            return redirect(_back(article, proposal))
        if kept:
            tell_kept(request, len(kept))
        elif is_new:
            self.note(request, [event], f"A passage of “{article.source}” was added.")
            messages.success(request, _("Added to “%(event)s”.") % {"event": event})
        else:
            messages.info(request, _("“%(event)s” cites these words already.") % {"event": event})
        if "back" in request.POST:
            return redirect("admin:timeline_event_change", event.pk)
        return redirect(_back(article, proposal))

    def _cite_page(self, request, article, proposal, form):
        words = request.GET.get("q", "").strip()[:200]
        events = likely_events(proposal, words)
        here = {"start": proposal.start, "end": proposal.end}
        context = {
            "title": _("Cite “%(document)s”") % {"document": article.source},
            "is_nav_sidebar_enabled": False,
            "article": article,
            "proposal": proposal,
            "form": form,
            "around": (
                article.text[max(0, proposal.start - 240) : proposal.start],
                article.text[proposal.end : proposal.end + 240],
            ),  # fmt: skip
            "events": [(event, waits(request.user, event)) for event in events],
            "cited": Event.objects.filter(
                citations__in=overlapping(article, proposal.start, proposal.end)
            ).distinct(),
            "q": words,
            "back": _back(article, proposal),
            "here": urlencode(here),
            "media": Media(js=["js/dates.js"]),
        }
        return self.desk_page(request, "cite", context)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        article = self.get_object(request, object_id)
        may = request.user.has_perms(["timeline.add_event", "timeline.add_citation"])
        shown = {}
        if article is not None:
            shown = {
                "may_cite": may,
                "pieces": pieces_of(article),
                "cited_events": Event.objects.filter(citations__source=article.source).distinct(),
                "cite": reverse("admin:articles_article_cite", args=[article.pk]),
            }
        return super().change_view(request, object_id, form_url, {**shown, **(extra_context or {})})


def _initial(proposal: Proposal) -> dict[str, str]:
    people = [name if role == "participant" else f"{name} ({role})" for name, role, _ in proposal.actors]
    return {
        "title": proposal.title,
        "edtf": proposal.edtf,
        "kind": proposal.kind,
        "place": proposal.place,
        "people": "; ".join(people),
    }


def make_actors(proposal: Proposal, named: set[str]) -> None:
    """Rows for actors that our own lists know, or that the text itself introduces, where there are none yet."""
    new = [(name, kind) for name, _, kind in proposal.actors if name in named and find_actor(name) is None]
    book, shipped = ActorBook(), {actor.name: actor for actor in shipped_actors()}
    for name, kind in new:
        represents = shipped[name].represents if name in shipped else ""
        book.get(ClaimActor(name, kind, represents=represents, is_known=name in shipped))


def _citation(article: Article, proposal: Proposal) -> Citation:
    """The words as a citation, unsaved, with the date that they give."""
    return Citation(
        source=article.source,
        quote=proposal.quote,
        start=proposal.start,
        end=proposal.end,
        edtf=proposal.edtf,
        date_words=proposal.date_words[:200],
        edition=article.edition,
        page=article.page_of(proposal.start),
    )


def _back(article: Article, proposal: Proposal) -> str:
    return f"{reverse('admin:articles_article_change', args=[article.pk])}#at-{proposal.start}"


def overlapping(article: Article, start: int, end: int):
    """The citations of an article's present text that share words with a stretch of it."""
    return Citation.objects.filter(
        source=article.source, edition=article.edition, start__lt=end, end__gt=start, event__merged_into=None
    )


def likely_events(proposal: Proposal, words: str) -> list[Event]:
    """The events that a passage may be added to: those with these words, or those of its time and people."""
    standing = Event.objects.standing()
    if words:
        return list(search(standing, words).with_counts()[:MOST_FOUND])
    names = [name for name, _, _ in proposal.actors]
    if not proposal.edtf or not names:
        return []
    when = parse_edtf(proposal.edtf)
    near = standing.between(when.earliest, when.latest).filter(actors__name__in=names).distinct()
    return list(near.with_counts().order_by("earliest", "pk")[:MOST_FOUND])


Piece = dict[str, object]


def _uncut(sentences: list[tuple[int, int]], marks: list[Mark]) -> list[tuple[int, int]]:
    """The sentences, those joined whose border lies within a mark: a German "6. September" is no end of one."""
    whole: list[tuple[int, int]] = []
    starts = [mark.start for mark in marks]
    for start, end in sentences:
        at = bisect_right(starts, start - 1) - 1
        if whole and at >= 0 and marks[at].start < whole[-1][1] and marks[at].end > start:
            whole[-1] = (whole[-1][0], end)
        else:
            whole.append((start, end))
    return whole


def pieces_of(article: Article) -> list[Piece]:
    """The text cut where a sentence, a date, a name or a citation starts or ends, each piece with what it is part of."""
    text, source = article.text, article.source
    marks = marks_of(text, source.published, source.language, load_gazetteer())
    cited = list(overlapping(article, 0, len(text)).select_related("event").order_by("start"))
    sentences = _uncut(sentences_of(text), marks)
    ends = {0, len(text)}
    for start, end in (*sentences, *((m.start, m.end) for m in marks), *((c.start, c.end) for c in cited)):
        ends |= {start, min(end, len(text))}
    cuts = sorted(ends)
    starts = [start for start, _ in sentences]
    first_marks = [mark.start for mark in marks]
    pieces: list[Piece] = []
    for start, end in zip(cuts, cuts[1:], strict=False):
        at = bisect_right(starts, start) - 1
        sentence = sentences[at] if at >= 0 and sentences[at][0] <= start < sentences[at][1] else None
        near = bisect_right(first_marks, start) - 1
        mark = marks[near] if near >= 0 and marks[near].start <= start < marks[near].end else None
        pieces.append(
            {
                "start": start,
                "words": text[start:end],
                "mark": mark,
                "events": list(dict.fromkeys(c.event.title for c in cited if c.start <= start < c.end)),
                "sentence": sentence if sentence and sentence[1] == end else None,
                "begins": sentence is not None and sentence[0] == start,
            }
        )
    return pieces
