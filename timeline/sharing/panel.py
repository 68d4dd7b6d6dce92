"""The "Share or embed" page and panel: a timeline as an iframe, a link, a picture or data."""

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

from timeline.data.bibliography import Reference
from timeline.models import Timeline
from timeline.reading.caching import shared
from timeline.reading.filters import LOOK, PARAMETERS
from timeline.reading.pages import TimelinePage, timeline_page
from timeline.wording import worded

from .embed_code import fixed_height, iframe, script
from .themes import MAX_HEIGHT, MIN_HEIGHT, THEMES, read_look

PREVIEWS = (320, 600, 1000)  # CSS pixels: a phone's column, a newspaper's, a wide one


class OptionsForm(forms.Form):
    """The options for an embed. Their names are the parameters of the embed's address, except the language."""

    layout = forms.ChoiceField(required=False, label=_("Layout"))
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
        self.fields["layout"].choices = [
            ("", gettext("Ribbon and list")),
            ("story", gettext("Story")),
            ("event", gettext("One event")),
        ]
        self.fields["chapter"].choices = [
            ("", gettext("Whole story")),
            *((c.slug, worded(c, "title", page.language)) for c in page.steps),
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


@shared(reads=(*PARAMETERS, *LOOK, "speak"), is_form=True)
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
        "code": iframe(embed, page.title, height=look.height or fixed_height()),
        "previews": [
            (width, iframe(embed, page.title, width=width, height=look.height or fixed_height(width)))
            for width in PREVIEWS
        ],
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
    response = render(request, f"timeline/share.html{part}", context)
    response.is_shared = page.is_understood and form.is_valid()
    return response


def _address(request, name: str, *args: str, query: str = "") -> str:
    address = request.build_absolute_uri(reverse(name, args=args))
    return f"{address}?{query}" if query else address
