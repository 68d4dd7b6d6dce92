"""Filling in forms as a browser would, with everything the page put into them."""

from lxml import html


def filled(client, address, form_id=None, **changes):
    """The data that the form at an address would send, with changes; a value of None removes a field."""
    data = posted_by(client.get(address).content.decode(), form_id)
    data |= {name: value if isinstance(value, list) else [value] for name, value in changes.items()}
    return {name: value for name, value in data.items() if value != [None]}


def posted_by(text, form_id=None):
    """The data that a form of a page would send; without an id, the last form."""
    page = html.fromstring(text)
    form = page.get_element_by_id(form_id) if form_id else page.forms[-1]
    data: dict[str, list[str]] = {}
    for name, value in form.form_values():
        data.setdefault(name, []).append(value)
    data.pop("csrfmiddlewaretoken", None)
    return data


def sign_in(client, group=None):
    """Sign in as a member of staff, in a group if one is named; returns the client."""
    from django.contrib.auth.models import Group, User

    user, is_new = User.objects.get_or_create(username=f"{group or 'staff'}".lower(), is_staff=True)
    if group and is_new:
        user.groups.add(Group.objects.get(name=group))
    client.force_login(user)
    return client
