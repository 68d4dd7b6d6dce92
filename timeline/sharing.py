"""The page, and the panel on a timeline's page, from which a timeline is taken elsewhere: as an iframe, a link, a picture or data."""

from __future__ import annotations

from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from .caching import shared
from .citing import Reference
from .embed_code import fallback_height, iframe, script
from .looks import MAX_HEIGHT, MIN_HEIGHT, THEMES, read_look
from .models import Timeline
from .pages import TimelinePage, timeline_page


class OptionsForm(forms.Form):
    """What a newsroom may choose for its embed. The names are those of the embed's own address, but for the language."""

    chapter = forms.ChoiceField(required=False, label=_("Chapter"))
    theme = forms.ChoiceField(required=False, label=_("Theme"))
    speak = forms.ChoiceField(required=False, label=_("Language"))
    height = forms.IntegerField(
        required=False, label=_("Fixed height"), min_value=MIN_HEIGHT, max_value=MAX_HEIGHT
    )
    background = forms.CharField(required=False, label=_("Background"), max_length=7)
    accent = forms.CharField(required=False, label=_("Accent"), max_length=7)

    def __init__(self, page: TimelinePage, data):
        super().__init__(data)
        names = {"light": gettext("Light"), "dark": gettext("Dark")}
        self.fields["chapter"].choices = [
            ("", gettext("Whole story")),
            *((c.slug, c.title) for c in page.steps),
        ]
        self.fields["theme"].choices = [
            ("", gettext("As the reader's system")),
            *((t, names[t]) for t in THEMES),
        ]
        self.fields["speak"].choices = [("", gettext("As the reader's system")), *settings.LANGUAGES]
        for name in ("background", "accent"):
            self.fields[name].widget.attrs |= {
                "size": 8,
                "placeholder": "fff8e7" if name == "background" else "1f3c78",
            }
        self.fields["height"].widget.attrs |= {"placeholder": gettext("as the content")}
        self.is_valid()


@shared
@require_safe
@vary_on_headers("HX-Request", "HX-Target")
def share(request, slug):
    timeline = get_object_or_404(Timeline, slug=slug, is_published=True)
    page = timeline_page(timeline, request.GET)
    form = OptionsForm(page, request.GET)
    look = read_look(request.GET)
    state = page.selection.link(page=None)[1:]
    language = form.cleaned_data.get("speak", "")
    query = "&".join(
        part for part in (state, look.query, urlencode({"lang": language}) if language else "") if part
    )
    embed = _address(request, "timeline:embed", slug, query=query)
    kept = [
        (name, value) for name, values in request.GET.lists() if name not in form.fields for value in values
    ]
    context = {
        "page": page,
        "timeline": timeline,
        "form": form,
        "kept": kept,
        "code": iframe(embed, timeline.title, height=look.height or fallback_height(page)),
        "script": "" if look.height else script(_address(request, "timeline:embed-js")),
        "link": _address(request, "timeline:timeline-detail", slug, query=state),
        "pictures": [
            (name, _address(request, "timeline:timeline-drawing", slug, name.lower(), query=query))
            for name in ("PNG", "SVG")
        ],
        "reference": Reference(
            timeline.title,
            _address(request, "timeline:timeline-detail", slug),
            timeline.updated_at.date(),
            slug,
        ),
    }
    part = "#share" if request.htmx and request.htmx.target == "share" else ""
    return render(request, f"timeline/share.html{part}", context)


def _address(request, name: str, *args: str, query: str = "") -> str:
    address = request.build_absolute_uri(reverse(name, args=args))
    return f"{address}?{query}" if query else address
