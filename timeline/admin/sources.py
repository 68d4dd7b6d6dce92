"""The documents that are cited, and the desk for those without an address."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models
from django.shortcuts import redirect
from django.utils.translation import ngettext

from timeline.models import Source

from .conflicts import OpenedForm
from .desk import DeskMixin
from .history import HistoryMixin
from .tables import TablesMixin

PAGE = 20
CURATED = ("title", "publisher", "url", "published", "kind", "language")


class AddressForm(forms.ModelForm):
    """Where a document can be read; left empty, it waits on."""

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
        return super().save(commit)


class AddressMixin(DeskMixin):
    """Adds to the admin of sources the list of those that readers cannot follow to the document."""

    desk_pages = {"without-address/": ("without_address_view", "without_address")}

    def without_address_view(self, request):
        if not self.has_change_permission(request):
            raise PermissionDenied("only who may change sources gives them addresses")
        waiting = sources_without_address().with_counts().order_by("-event_count", "pk")
        page = Paginator(waiting, PAGE).get_page(request.GET.get("page"))
        rows = list(page) if request.method != "POST" else self._asked(request, waiting)
        forms_ = [AddressForm(request.POST or None, instance=row, prefix=f"source-{row.pk}") for row in rows]
        if request.method == "POST":
            # Each row stands for itself: those that are right are saved, the others say what is wrong.
            saved = [form.save() for form in forms_ if form.is_valid() and form.cleaned_data["url"]]
            if saved:
                self.note(request, saved, "Address given.")
                words = ngettext("%d address", "%d addresses", len(saved)) % len(saved)
                messages.success(request, f"Saved {words}.")
            if not any(form.errors for form in forms_):
                return redirect(request.get_full_path())
            forms_ = [form for form in forms_ if form.errors or not form.cleaned_data["url"]]
        return self.desk_page(
            request, "without_address", {"title": "Sources without an address", "page": page, "forms": forms_}
        )

    def _asked(self, request, waiting):
        """The sources whose rows were posted and still wait."""
        keys = [name.split("-")[1] for name in request.POST if name.startswith("source-")][:PAGE]
        return list(waiting.filter(pk__in=[key for key in keys if key.isdecimal() and len(key) < 16]))


def sources_without_address():
    return Source.objects.filter(url="")


@admin.register(Source)
class SourceAdmin(HistoryMixin, AddressMixin, TablesMixin, admin.ModelAdmin):
    import_kind = "sources"
    form = OpenedForm
    list_display = ("display_title", "publisher", "published", "published_basis", "kind", "language")
    list_filter = ("kind", "published_basis", "language", ("url", admin.EmptyFieldListFilter))
    search_fields = ("title", "publisher", "url", "origin")
    readonly_fields = ("origin", "published_basis", "curated_fields")
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    date_hierarchy = "published"
    show_full_result_count = False

    def save_model(self, request, obj, form, change):
        obj.mark_curated(name for name in form.changed_data if name in CURATED)
        if not change or "published" in form.changed_data:
            obj.set_published(obj.published)
        super().save_model(request, obj, form, change)
