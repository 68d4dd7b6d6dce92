"""The lists with work for the signed-in curator."""

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from timeline.curation.help import help_for
from timeline.curation.proposals import answers_for
from timeline.curation.reviews import mentions_of
from timeline.curation.versions import in_words
from timeline.curation.worklists import MOST_COUNTED, worklists
from timeline.models import Comment, Event, ProposedChange, Timeline

MOST_ANSWERS = 50
MOST_NUMBERS = 200  # keys in an address
register = template.Library()


@register.simple_tag(takes_context=True)
def waiting(context) -> list[tuple[str, list[tuple[str, str, str, str]]]]:
    """What waits for this user, then for all curators, then for Editors: title, address, number of entries and key of each
    list. Lists of the user's own are left out when they are empty."""
    user = context["request"].user
    may_publish = user.has_perm("timeline.publish_event")
    mine, shared, others = _of_the_queue(user), [], []
    if may_publish or user.has_perm("timeline.change_event"):
        (mine if may_publish else others).extend(_ready())
    for row in worklists():
        if user.has_perm(row.permission):
            n = row.count()
            told = (str(row.title), row.address, f"{n - 1}+" if n == MOST_COUNTED else str(n))
            if not row.decided_with:
                shared.append(told)
            else:
                (mine if user.has_perm(row.decided_with) else others).append(told)
    named = (
        (_("Waiting for you"), mine),
        (_("Waiting for any curator"), shared),
        (_("Waiting for an Editor"), others),
    )
    keys = iter("123456789")
    return [
        (words, [(*told, next(keys, "")) for told in lists])
        for words, lists in named
        if any(told[2] != "0" for told in lists) or (lists and lists is shared)
    ]


Told = tuple[str, str, str]


def _of_the_queue(user) -> list[Told]:
    """What is in the review queue for this user alone."""
    if not user.has_perm("timeline.change_event"):
        return []
    n = Event.objects.waiting().filter(review__assigned_to=user).count()
    address = f"{reverse('admin:timeline_event_review')}?assigned=me"
    return [(_("Events assigned to you"), address, str(n))] if n else []


def _ready() -> list[Told]:
    """The events that curators found ready."""
    n = Event.objects.waiting().filter(review__ready_at__isnull=False).count()
    address = f"{reverse('admin:timeline_event_review')}?ready=yes&by=article"
    return [(_("Events found ready to publish"), address, str(n))] if n else []


@register.simple_tag(takes_context=True)
def first_steps(context) -> dict[str, object] | None:
    """How far this user is on the way to the first timeline; None once there is one, or if they cannot make any."""
    user = context["request"].user
    needed = ("timeline.add_timeline", "timeline.change_event", "articles.add_ingestrun")
    if not user.has_perms(needed) or Timeline.objects.exists():
        return None
    found = Event.objects.filter(merged_into=None)
    published = list(found.filter(status=Event.Status.PUBLISHED).order_by("-pk").values_list("pk", flat=True)[:MOST_NUMBERS])  # fmt: skip
    return {
        "has_events": found.exists(),
        "waiting": found.filter(status=Event.Status.PROPOSED)[:MOST_COUNTED].count(),
        "published": ",".join(map(str, published)),
        "published_count": len(published),
        "may_publish": user.has_perm("timeline.publish_event"),
    }


@register.simple_tag(takes_context=True)
def desk_help(context) -> str:
    """What the present page is for; "" for pages that are none of the desk's, and for those who are not signed in."""
    request = context.get("request")
    match = request.resolver_match if request else None
    is_desk = match is not None and match.app_name == "admin" and request.user.is_staff
    return help_for(match.url_name or "") if is_desk else ""


@register.simple_tag(takes_context=True)
def mentions(context) -> list[Comment]:
    """The comments that tell this user something and are not answered yet, newest first."""
    user = context["request"].user
    return mentions_of(user)[:MOST_ANSWERS] if user.has_perm("timeline.change_event") else []


@register.simple_tag(takes_context=True)
def answers(context) -> list[tuple[ProposedChange, str, str]]:
    """What Editors decided of the user's proposals and the user has not seen yet, with what and which value it was about."""
    found = answers_for(context["request"].user).select_related(
        "event", "timeline", "actor", "source", "into", "decided_by"
    )
    return [(change, *in_words(change)[::2]) for change in found[:MOST_ANSWERS]]
