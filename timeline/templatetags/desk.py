"""What waits for the curator who is signed in."""

from django import template

from timeline.admin.desk import MANY, WAITING

register = template.Library()


@register.simple_tag(takes_context=True)
def waiting(context) -> list[tuple[str, str, str]]:
    """Title, address and number of each list that the user may work on."""
    user = context["request"].user
    mine = [(row, row.count()) for row in WAITING if user.has_perm(row.permission)]
    return [(row.title, row.address, f"{MANY}+" if n > MANY else str(n)) for row, n in mine]
