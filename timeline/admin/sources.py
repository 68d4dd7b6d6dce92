"""Sources, and the list of those without an address."""

from datetime import date

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from timeline.curation.sources import EditionError, fill_from_address, join_editions
from timeline.curation.worklists import sources_without_address
from timeline.links import archive_search
from timeline.models import Source

from .conflicts import OpenedForm, SharedMixin, author_of
from .desk import DeskMixin
from .history import HistoryMixin
from .proposing import WaitingMixin
from .tables import TablesMixin

PAGE = 20
MOST_FILLED = 500
CURATED = ("title", "publisher", "url", "published", "kind", "language", "archive_url", "reliability")


class AddressForm(forms.ModelForm):
    """The address of a source; if left empty, it stays on the list."""

    url = forms.URLField(
        label="Address",
        max_length=1000,
        required=False,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"class": "vURLField"}),
    )

    class Meta:
        model = Source
        fields = ["url"]

    def save(self, commit=True):
        self.instance.mark_curated(["url"])
        fill_from_address(self.instance)
        return super().save(commit)


class AddressMixin(DeskMixin):
    """Adds to the admin of sources the list of those without an address."""

    desk_pages = {"without-address/": ("without_address_view", "without_address")}

    def without_address_view(self, request):
        if not self.has_change_permission(request):
            raise PermissionDenied("only users who may change sources can add addresses")
        waiting = sources_without_address().with_counts().order_by("-event_count", "pk")
        page = Paginator(waiting, PAGE).get_page(request.GET.get("page"))
        rows = list(page) if request.method != "POST" else self._posted(request, waiting)
        forms_ = [AddressForm(request.POST or None, instance=row, prefix=f"source-{row.pk}") for row in rows]
        if request.method == "POST":
            self._warn_of_others(request, rows)
            # Rows are independent: valid ones are saved, the others show what is wrong.
            saved = [form.save() for form in forms_ if form.is_valid() and form.cleaned_data["url"]]
            if saved:
                self.note(request, saved, "Address added.")
                words = ngettext("%d address", "%d addresses", len(saved)) % len(saved)
                messages.success(request, f"Saved {words}.")
            if not any(form.errors for form in forms_):
                return redirect(request.get_full_path())
            forms_ = [form for form in forms_ if form.errors or not form.cleaned_data["url"]]
        return self.desk_page(
            request, "without_address", {"title": "Sources without an address", "page": page, "forms": forms_}
        )

    def _warn_of_others(self, request, rows):
        """If somebody else has added an address in the meantime, theirs is kept; show the one typed here."""
        for name, typed in request.POST.items():
            key = name.removeprefix("source-").removesuffix("-url")
            if not typed or not key.isdecimal() or len(key) > 15 or int(key) in [row.pk for row in rows]:
                continue
            if (source := Source.objects.filter(pk=key).first()) and source.url != typed:
                who = author_of(source, {"url"})
                words = f"“{source}” was given an address by {who} in the meantime: {source.url}. Yours was not saved: {typed[:1000]}"
                messages.warning(request, words)

    def _posted(self, request, waiting):
        """The sources whose rows were posted and still lack an address."""
        keys = [name.split("-")[1] for name in request.POST if name.startswith("source-")][:PAGE]
        return list(waiting.filter(pk__in=[key for key in keys if key.isdecimal() and len(key) < 16]))


@admin.register(Source)
class SourceAdmin(WaitingMixin, SharedMixin, HistoryMixin, AddressMixin, TablesMixin, admin.ModelAdmin):
    import_kind = "sources"
    form = OpenedForm
    list_display = ("display_title", "publisher", "published", "published_basis", "kind", "language")
    list_filter = ("kind", "published_basis", "language", ("url", admin.EmptyFieldListFilter))
    search_fields = ("title", "publisher", "url", "origin")
    readonly_fields = ("origin", "published_basis", "publisher_basis", "archive_search", "curated_fields")
    raw_id_fields = ("edition_of",)
    actions = ("fill_in", "join_as_editions")
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    date_hierarchy = "published"
    ordering = ("-pk",)  # the newest first
    show_full_result_count = False

    def save_model(self, request, obj, form, change):
        obj.mark_curated(name for name in form.changed_data if name in CURATED)
        if not change or "published" in form.changed_data:
            obj.set_published(obj.published)
        if "publisher" in form.changed_data:
            obj.publisher_inferred = False
        if filled := fill_from_address(obj):
            messages.info(request, f"Filled in from the address: {', '.join(filled)}. Please check.")
        super().save_model(request, obj, form, change)

    @admin.display(description=_("publisher"))
    def publisher_basis(self, obj):
        return "inferred from other documents of its site" if obj.publisher_inferred else "stated"

    @admin.display(description=_("look for a copy"))
    def archive_search(self, obj):
        """Where a copy may be found; only what a curator has looked at becomes the archived copy that readers see."""
        if not obj.url:
            return "–"
        address = archive_search(obj.url, obj.published)
        return format_html('<a href="{}" rel="noopener external">{}</a>', address, "Internet Archive")

    @admin.action(description="Fill in publisher and day from the address", permissions=["change"])
    def fill_in(self, request, queryset):
        filled = []
        for source in queryset.exclude(url="")[:MOST_FILLED]:
            if fill_from_address(source):
                source.save()
                filled.append(source)
        self.note(request, filled, "Filled in from the address.")
        messages.success(request, f"Filled in {len(filled)}; whatever is not certain stays empty.")

    @admin.action(description="Join as editions of one article", permissions=["change"])
    def join_as_editions(self, request, queryset):
        rows = sorted(
            queryset[:MOST_FILLED], key=lambda s: (s.published is None, s.published or date.max, s.pk)
        )
        try:
            join_editions(rows[0], rows[1:])
        except EditionError as error:
            messages.error(request, f"{str(error)[0].upper()}{str(error)[1:]}.")
        else:
            self.note(request, rows, f"Joined as editions of “{rows[0]}”.")
            messages.success(request, f"{len(rows)} sources are now editions of “{rows[0]}”, the earliest. To undo it, see their history.")  # fmt: skip
