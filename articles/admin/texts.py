"""Articles as ingested, the list of those without a publication date, and reading one again."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.ingestion.asking.desk import is_askable, propose_day
from articles.ingestion.asking.endpoint import AskError
from articles.ingestion.results import IngestResult
from articles.ingestion.run import read_again
from articles.ingestion.worklists import undated_articles
from articles.models import Article
from timeline.admin.desk import DeskMixin
from timeline.curation.typed_dates import TypedDateField
from timeline.dates import parse_edtf

from .citing import CitingMixin
from .finding import FindingMixin
from .readonly import ReadOnly

PAGE = 10
SHOWN = 600  # characters from the start of an article


class DayField(TypedDateField):
    """A field for a single day in words, which returns the date."""

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        date = parse_edtf(text)
        if date.precision.value != "day" or date.earliest != date.latest:
            raise forms.ValidationError(f"“{value}” is not one day: write it as 6 Sept 2024 or 2024-09-06.")
        return date.earliest


class DatedForm(forms.Form):
    """The publication date of an article; if left empty, it stays on the list."""

    published = DayField(label="Published on", required=False, help_text="")


class UndatedMixin(DeskMixin):
    """Adds to the admin of articles the list of undated ones, and a button to read one again."""

    desk_pages = {
        "undated/": ("undated_view", "undated"),
        "<int:pk>/read-again/": ("read_again_view", "read_again"),
    }

    def undated_view(self, request):
        if not request.user.has_perm("timeline.change_source"):
            raise PermissionDenied("only users who may change sources can date their articles")
        waiting = undated_articles().select_related("source").order_by("pk")
        page = Paginator(waiting, PAGE).get_page(request.GET.get("page"))
        if request.method == "POST" and "ask" in request.POST:
            return self._ask_model(request, waiting, page)
        articles = list(page) if request.method != "POST" else _posted(request, waiting)
        rows = [(a, DatedForm(request.POST or None, prefix=f"article-{a.pk}")) for a in articles]
        if request.method == "POST":
            # Rows are independent: valid ones are saved, the others show what is wrong.
            dated = [(a, f) for a, f in rows if f.is_valid() and f.cleaned_data["published"]]
            if dated:
                self._date(request, dated)
            if not any(form.errors for _, form in rows):
                return redirect(request.get_full_path())
            rows = [(a, form) for a, form in rows if form.errors or not form.cleaned_data["published"]]
        return self._undated_page(request, page, rows)

    def _undated_page(self, request, page, rows):
        media = DatedForm().media + forms.Media(js=["js/dates.js"])
        context = {
            "title": "Undated articles",
            "page": page,
            "rows": rows,
            "shown": SHOWN,
            "media": media,
            "may_ask": is_askable(),
        }
        return self.desk_page(request, "undated", context)

    def _ask_model(self, request, waiting, page):
        """Fill one row with the day that a model proposes, marked as such; nothing is saved."""
        asked = request.POST["ask"]
        article = waiting.filter(pk=asked if asked.isdecimal() and len(asked) < 16 else 0).first()
        proposed = None
        try:
            proposed = propose_day(article) if article else None
            if proposed is None:
                messages.info(request, "The model finds no words in it that give its day.")
        except AskError as error:
            messages.warning(request, f"The model was asked in vain: {error}.")
        rows = []
        for one in page:
            mine = proposed if article and one.pk == article.pk else None
            initial = {"published": mine.day.isoformat()} if mine else None
            form = DatedForm(prefix=f"article-{one.pk}", initial=initial)
            if mine:
                form.fields[
                    "published"
                ].help_text = f"Proposed by the model, from “{mine.words[:200]}”: look before you save."
            rows.append((one, form))
        return self._undated_page(request, page, rows)

    def _date(self, request, dated) -> None:
        for article, form in dated:
            article.source.set_published(form.cleaned_data["published"])
            article.source.save()
        articles = [article for article, _ in dated]
        self.note(request, [article.source for article in articles], "Dated by a curator.")
        words = ngettext("%d article", "%d articles", len(articles)) % len(articles)
        messages.success(request, f"Dated and read again: {words}; {_summary(read_again(articles))}.")

    def read_again_view(self, request, pk):
        article = get_object_or_404(Article.objects.select_related("source"), pk=pk)
        if not request.user.has_perm("articles.add_ingestrun"):
            raise PermissionDenied("only users who may submit articles can have one read again")
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        messages.success(request, f"Read again: {_summary(read_again([article]))}.")
        return redirect("admin:articles_article_change", pk)


def _summary(result: IngestResult) -> str:
    events = ngettext("%d new event", "%d new events", result.created) % result.created
    citations = ngettext("%d new citation", "%d new citations", result.cited) % result.cited
    parts = [events, citations]
    if result.withheld:
        parts.append(f"{result.withheld} withheld for an Editor")
    parts += [f"{failure.origin}: {failure.reason}" for failure in (*result.failures, *result.left_out)]
    return ", ".join(parts)


def _posted(request, waiting) -> list[Article]:
    """The articles whose rows were posted and still lack a date."""
    keys = [name.split("-")[1] for name in request.POST if name.startswith("article-")][:PAGE]
    return list(waiting.filter(pk__in=[key for key in keys if key.isdecimal() and len(key) < 16]))


@admin.register(Article)
class ArticleAdmin(ReadOnly, CitingMixin, FindingMixin, UndatedMixin, admin.ModelAdmin):
    list_display = ("source", "published", "read_by", "rules_version", "ingested_at")
    list_select_related = ("source",)
    list_filter = ("read_by", "rules_version")
    search_fields = ("source__title", "source__publisher", "source__origin")
    date_hierarchy = "ingested_at"
    fields = (
        "source",
        "published",
        "run",
        "read_by",
        "reader",
        "not_taken",
        "rules_version",
        "content_hash",
        "ingested_at",
    )
    show_full_result_count = False

    @admin.display(description=_("published"), ordering="source__published")
    def published(self, article):
        return article.source.published

    @admin.display(description=_("not taken from the model's answer"))
    def not_taken(self, article):
        notes = list(article.notes.select_related("article__source"))
        return mark_safe(render_to_string("admin/articles/_notes.html", {"notes": notes})) if notes else "-"
