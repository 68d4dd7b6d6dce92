"""The lists with work for the signed-in curator."""

from django import template

from timeline.curation.proposals import answers_for
from timeline.curation.versions import in_words
from timeline.curation.worklists import MOST_COUNTED, worklists
from timeline.models import ProposedChange

MOST_ANSWERS = 50
register = template.Library()


@register.simple_tag(takes_context=True)
def waiting(context) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """What waits for this user, and then what waits for Editors: title, address and number of entries of each list."""
    user = context["request"].user
    mine: list[tuple[str, str, str]] = []
    others: list[tuple[str, str, str]] = []
    for row in worklists():
        if user.has_perm(row.permission):
            n = row.count()
            told = (row.title, row.address, f"{n - 1}+" if n == MOST_COUNTED else str(n))
            (mine if not row.decided_with or user.has_perm(row.decided_with) else others).append(told)
    return [
        (words, lists)
        for words, lists in (("Waiting for you", mine), ("Waiting for an Editor", others))
        if lists
    ]


@register.simple_tag(takes_context=True)
def answers(context) -> list[tuple[ProposedChange, str, str]]:
    """What Editors decided of the user's proposals and the user has not seen yet, with what and which value it was about."""
    found = answers_for(context["request"].user).select_related(
        "event", "timeline", "source", "into", "decided_by"
    )
    return [(change, *in_words(change)[::2]) for change in found[:MOST_ANSWERS]]
