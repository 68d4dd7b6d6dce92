"""How dates, quotes and links are shown."""

from django import template
from django.conf import settings
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext, gettext_noop

from timeline.charts import LANE_OF
from timeline.dates import describe, parse_edtf

register = template.Library()

PRECISION_WORDS = {
    "day": gettext_noop("to the day"),
    "month": gettext_noop("to the month"),
    "season": gettext_noop("to the season"),
    "year": gettext_noop("to the year"),
    "decade": gettext_noop("to the decade"),
    "century": gettext_noop("to the century"),
}


@register.filter
def in_words(edtf: str) -> str:
    """Say an EDTF date in the reader's language."""
    return describe(edtf, get_language() or "en") if edtf else ""


@register.filter
def day(when) -> str:
    """Say a day in the reader's language, as event dates are said."""
    return describe(when.isoformat(), get_language() or "en")


@register.filter
def lane(kind: str) -> str:
    """The lane of an event kind, which is its colour."""
    return LANE_OF.get(kind, "office")


@register.filter
def precision_words(event) -> str:
    return gettext(PRECISION_WORDS[event.precision])


@register.filter
def is_vaguer(citation, event) -> bool:
    """Whether the passage gives the event's date less finely than the event has it."""
    if not citation.edtf:
        return False
    said, known = parse_edtf(citation.edtf), event.date
    return (said.latest - said.earliest) > (known.latest - known.earliest)


@register.filter
def passage(citation) -> str:
    """The passage with the words that give its date marked."""
    quote, words = citation.quote, citation.date_words
    at = quote.find(words) if words else -1
    if at < 0:
        return escape(quote)
    before, after = escape(quote[:at]), escape(quote[at + len(words) :])
    return mark_safe(f"{before}<mark>{escape(words)}</mark>{after}")  # every piece is escaped


@register.simple_tag
def state_link(selection, **changes) -> str:
    """The query string of this state with some parameters changed; an empty value takes one out."""
    return selection.link(**{name.rstrip("_"): value or None for name, value in changes.items()})


@register.filter
def px(value: float) -> str:
    """A length for SVG, never with a locale's comma."""
    return f"{value:.1f}"


@register.simple_tag(takes_context=True)
def language_link(context, code: str) -> str:
    """The same page in another language."""
    params = context["request"].GET.copy()
    params["lang"] = code
    return f"?{params.urlencode()}"


@register.simple_tag
def style_sheet() -> str:
    """The site's style sheet inside the page, which then needs no second journey before it is painted."""
    return mark_safe(
        f"<style>{settings.STYLE_SHEET}</style>"
    )  # our own file, named by its hash in the policy


@register.simple_tag
def look_sheet(look) -> str:
    """The rules of a look that was asked for, made of checked colours and numbers alone."""
    return mark_safe(f"<style>{look.css}</style>")


@register.simple_tag
def external(url: str, text: str) -> str:
    """A link to another site, or the bare text when the address is no web address."""
    if not url.startswith(("http://", "https://")):
        return text
    return format_html('<a href="{}" rel="noopener external">{}</a>', url, text)
