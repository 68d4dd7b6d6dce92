"""How dates, quotes and links are shown."""

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext, gettext_noop

from timeline.dates import describe, parse_edtf
from timeline.links import words_in_source
from timeline.markdown import to_html, to_plain
from timeline.reading import svg
from timeline.reading.evidence import begin_of_excerpt, girth, needs_reading
from timeline.reading.layout import LANE_OF
from timeline.reading.map import locate
from timeline.reading.short_dates import in_short
from timeline.sharing.embed_code import fixed_height, iframe
from timeline.staticfinders import style_guard
from timeline.wording import language_of_passage, language_of_title, name_of, script_language, worded

register = template.Library()

PRECISION_WORDS = {
    "day": gettext_noop("to the day"),
    "month": gettext_noop("to the month"),
    "quarter": gettext_noop("to the quarter of the year"),
    "season": gettext_noop("to the season"),
    "third": gettext_noop("to the third of the year"),
    "half": gettext_noop("to the half of the year"),
    "year": gettext_noop("to the year"),
    "decade": gettext_noop("to the decade"),
    "century": gettext_noop("to the century"),
}
ACTOR_HEADINGS = {
    "state": gettext_noop("States"),
    "person": gettext_noop("People"),
    "organisation": gettext_noop("Organisations"),
    "party": gettext_noop("Parties"),
}


register.filter("markdown", to_html)
register.filter("plain", to_plain)


@register.filter
def in_words(edtf: str) -> str:
    """Write an EDTF date in the reader's language."""
    return describe(edtf, get_language() or "en") if edtf else ""


@register.filter
def told(row, name="title") -> str:
    """The words of a row's field in the reader's language, where somebody has given them."""
    return worded(row, name, get_language() or "en")


@register.filter
def called(actor) -> str:
    """An actor's name in the reader's language, where it is known."""
    return name_of(actor, get_language() or "en")


@register.filter
def lang(text: str) -> str:
    """The attribute that names the language of a text, where that is not the page's."""
    found = script_language(text, get_language() or "en")
    return format_html(' lang="{}"', found) if found else ""


@register.filter
def title_lang(event) -> str:
    """The attribute that names the language of an event's title, where that is not the page's."""
    found = language_of_title(event, get_language() or "en")
    return format_html(' lang="{}"', found) if found else ""


@register.filter
def passage_lang(citation) -> str:
    """The attribute that names the language of a passage, where that is not the page's."""
    found = language_of_passage(citation, get_language() or "en")
    return format_html(' lang="{}"', found) if found else ""


@register.filter
def short(edtf: str) -> str:
    """Say an EDTF date as short as a list needs it."""
    return in_short(edtf, get_language() or "en")


@register.simple_tag
def ribbon_years(ribbon) -> str:
    return svg.years(ribbon)


@register.simple_tag
def ribbon_plate(ribbon, chosen=0, base="", target="") -> str:
    return svg.plate(ribbon, chosen=chosen or 0, base=base, target=target)


register.filter("needs_reading", needs_reading)
register.filter("words_in_source", words_in_source)


@register.simple_tag
def locator(event):
    """The small map on which the event's place is lit; None where the place is not known."""
    return locate(event.place)


@register.filter
def agreeing(event) -> int:
    """How many of its passages do not dispute its date."""
    return sum(not citation.disputes for citation in event.citations.all())


@register.simple_tag(takes_context=True)
def event_embed(context, event) -> str:
    """The line that shows an event inside another site's page."""
    address = context["request"].build_absolute_uri(reverse("timeline:embed-event", args=[event.slug]))
    return iframe(address, told(event), height=fixed_height())


@register.simple_tag
def plotly_guard() -> str:
    """The id of the style element that the full bundle of plotly.js would add, and leaves out where it finds it."""
    return style_guard()


@register.filter
def day(when) -> str:
    """Write a day in the reader's language, in the same way as event dates."""
    return describe(when.isoformat(), get_language() or "en")


@register.filter
def lane(kind: str) -> str:
    """The lane of an event kind, which decides its colour."""
    return LANE_OF.get(kind, "office")


@register.filter
def kinds(kind: str) -> str:
    """The heading over actors of one kind."""
    return gettext(ACTOR_HEADINGS[kind])


@register.filter
def precision_words(event) -> str:
    return gettext(PRECISION_WORDS[event.precision])


@register.filter
def is_vague(event) -> bool:
    """Whether it is known less finely than to the day; a span from one time to another is not vague."""
    return event.precision != "day" and not event.date.is_interval


@register.filter
def is_vaguer(citation, event) -> bool:
    """Whether the passage gives a less precise date than the event has."""
    if not citation.edtf:
        return False
    given, known = parse_edtf(citation.edtf), event.date
    return (given.latest - given.earliest) > (known.latest - known.earliest)


@register.filter
def passage(citation, is_embed=False) -> str:
    """The passage with its date words marked; an embed begins a long one just before them."""
    begin = begin_of_excerpt(citation) if is_embed else 0
    quote, words = citation.quote[begin:], citation.date_words
    at = quote.find(words) if words else -1
    dots = "… " if begin else ""
    if at < 0:
        return format_html("{}{}", dots, quote)
    before, after = quote[:at], quote[at + len(words) :]
    return format_html("{}{}<mark>{}</mark>{}", dots, before, words, after)


register.filter("girth", girth)


@register.simple_tag
def state_link(selection, **changes) -> str:
    """The query string of this state with some parameters changed; an empty value removes one."""
    return selection.link(**{name.rstrip("_"): value or None for name, value in changes.items()})


@register.filter
def px(value: float) -> str:
    """A length for SVG, always with a decimal point."""
    return f"{value:.1f}"


@register.simple_tag(takes_context=True)
def language_link(context, code: str) -> str:
    """The same page in another language."""
    params = context["request"].GET.copy()
    params["lang"] = code
    return f"?{params.urlencode()}"


@register.simple_tag
def style_sheet() -> str:
    """The site's style sheet inside the page, which can then be painted without a second request."""
    return mark_safe(
        f"<style>{settings.STYLE_SHEET}</style>"
    )  # our own file; the policy allows it by its hash


@register.simple_tag
def look_sheet(look) -> str:
    """The style rules for the requested colours and sizes, made only of checked values."""
    return mark_safe(f"<style>{look.css}</style>")


@register.simple_tag
def external(url: str, text: str) -> str:
    """A link to another site, or plain text if it is not a web address."""
    if not url.startswith(("http://", "https://")):
        return text
    return format_html('<a href="{}" rel="noopener external">{}</a>', url, text)
