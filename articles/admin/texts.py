"""Articles as ingested, the desk for those whose day nobody knows, and reading one again."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import ngettext

from articles.ingest import IngestResult, read_again
from articles.models import Article
from timeline.admin.desk import DeskMixin
from timeline.dates import parse_edtf
from timeline.models import Source
from timeline.typed_dates import TypedDateField

from .readonly import ReadOnly

PAGE = 10
NEWS = (Source.Kind.ARTICLE, Source.Kind.STATEMENT)
SHOWN = 600  # characters of an article's beginning


class DayField(TypedDateField):
    """Takes a single day in words and gives the date."""

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        date = parse_edtf(text)
        if date.precision.value != "day" or date.earliest != date.latest:
            raise forms.ValidationError(f"“{value}” is not one day: write it as 6 Sept 2024 or 2024-09-06.")
        return date.earliest


class DatedForm(forms.Form):
    """The day on which an article was published; left empty, it waits on."""

    published = DayField(label="Published on", required=False, help_text="")


class UndatedMixin(DeskMixin):
    """Adds to the admin of articles the list of those without a day, and a button that reads one again."""

    desk_pages = {
        "undated/": ("undated_view", "undated"),
        "<int:pk>/read-again/": ("read_again_view", "read_again"),
    }

    def undated_view(self, request):
        if not request.user.has_perm("timeline.change_source"):
            raise PermissionDenied("only who may change sources dates their articles")
        waiting = undated_articles().select_related("source").order_by("pk")
        page = Paginator(waiting, PAGE).get_page(request.GET.get("page"))
        articles = list(page) if request.method != "POST" else _asked(request, waiting)
        rows = [(a, DatedForm(request.POST or None, prefix=f"article-{a.pk}")) for a in articles]
        if request.method == "POST":
            # Each row stands for itself: those that are right are saved, the others say what is wrong.
            dated = [(a, f) for a, f in rows if f.is_valid() and f.cleaned_data["published"]]
            if dated:
                self._date(request, dated)
            if not any(form.errors for _, form in rows):
                return redirect(request.get_full_path())
            rows = [(a, form) for a, form in rows if form.errors or not form.cleaned_data["published"]]
        media = DatedForm().media + forms.Media(js=["js/dates.js"])
        context = {"title": "Undated articles", "page": page, "rows": rows, "shown": SHOWN, "media": media}
        return self.desk_page(request, "undated", context)

    def _date(self, request, dated) -> None:
        for article, form in dated:
            article.source.set_published(form.cleaned_data["published"])
            article.source.save()
        articles = [article for article, _ in dated]
        self.note(request, [article.source for article in articles], "Dated by hand.")
        words = ngettext("%d article", "%d articles", len(articles)) % len(articles)
        messages.success(request, f"Dated and read again: {words}; {_told(read_again(articles))}.")

    def read_again_view(self, request, pk):
        article = get_object_or_404(Article.objects.select_related("source"), pk=pk)
        if not request.user.has_perm("articles.add_ingestrun"):
            raise PermissionDenied("only who may have articles read reads one again")
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        messages.success(request, f"Read again: {_told(read_again([article]))}.")
        return redirect("admin:articles_article_change", pk)


def _told(result: IngestResult) -> str:
    events = ngettext("%d new event", "%d new events", result.created) % result.created
    citations = ngettext("%d new citation", "%d new citations", result.cited) % result.cited
    return f"{events}, {citations}"


def _asked(request, waiting) -> list[Article]:
    """The articles whose rows were posted and still wait."""
    keys = [name.split("-")[1] for name in request.POST if name.startswith("article-")][:PAGE]
    return list(waiting.filter(pk__in=[key for key in keys if key.isdecimal() and len(key) < 16]))


def undated_articles():
    """News and statements without a day; treaties and abstracts name their days in full."""
    return Article.objects.filter(source__published=None, source__kind__in=NEWS)


@admin.register(Article)
class ArticleAdmin(ReadOnly, UndatedMixin, admin.ModelAdmin):
    list_display = ("source", "published", "rules_version", "ingested_at")
    list_select_related = ("source",)
    list_filter = ("rules_version",)
    search_fields = ("source__title", "source__publisher", "source__origin")
    date_hierarchy = "ingested_at"
    fields = ("source", "published", "text", "run", "rules_version", "content_hash", "ingested_at")
    show_full_result_count = False

    @admin.display(description="published", ordering="source__published")
    def published(self, article):
        return article.source.published
