"""What curators agree on about an event under review: who has it, whether it is ready, tags and comments."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from timeline.models import Change, Comment, Event, Review, Tag
from timeline.record.history import RestoreError, model_of, state

from .proposals import WITHDRAWN, waiting

MENTION = re.compile(r"(?<![\w@.+-])@([\w.+-]*\w)")  # a user name, without the full stop that ends a sentence
MOST_TAGS = 20
MOST_KEPT = 1000  # characters of each thing that an import left out


class ReviewError(Exception):
    """What was asked cannot be done; the message says why."""


def colleagues() -> QuerySet:
    """The people who may review events, by name."""
    users = get_user_model().objects.filter(is_active=True, is_staff=True)
    may = Q(content_type__app_label="timeline", codename="change_event")
    permitted = Q(groups__permissions__in=_permissions(may)) | Q(user_permissions__in=_permissions(may))
    return users.filter(Q(is_superuser=True) | permitted).distinct().order_by("username")


def _permissions(condition: Q) -> QuerySet:
    from django.contrib.auth.models import Permission

    return Permission.objects.filter(condition)


def review_of(event: Event) -> Review:
    """The review of an event, made if there is none yet."""
    return Review.objects.get_or_create(event=event)[0]


def assign(event: Event, who: Any | None) -> None:
    """Assign the review to somebody, or to nobody."""
    review = review_of(event)
    review.assigned_to = who
    review.save()


def mark_ready(event: Event, by: Any | None) -> None:
    """Note who found the event ready for an Editor; None takes that back."""
    review = review_of(event)
    review.ready_by, review.ready_at = by, timezone.now() if by else None
    review.save()


def set_tags(event: Event, names: Iterable[str]) -> list[str]:
    """Give an event these tags and no others; return them as they are stored. Raises ReviewError for too long ones."""
    spelt: dict[str, str] = {}
    for name in filter(None, (" ".join(n.split()) for n in names)):
        spelt.setdefault(name.lower(), name)
    wanted = list(spelt.values())
    if long := next((name for name in wanted if len(name) > 40), ""):
        raise ReviewError(f"“{long}” is too long for a tag: use at most 40 characters")
    if len(wanted) > MOST_TAGS:
        raise ReviewError(f"an event has at most {MOST_TAGS} tags")
    tags = [Tag.objects.filter(name__iexact=name).first() or Tag.objects.create(name=name) for name in wanted]
    review_of(event).tags.set(tags)
    return [tag.name for tag in tags]


def comment(event: Event, author: Any, text: str) -> tuple[Comment, list[str]]:
    """Add a comment; return it with the @names in it that are nobody's. Raises ReviewError if it is empty or too long."""
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise ReviewError("write something in the comment first")
    if len(text) > 5000:
        raise ReviewError("the comment is longer than 5000 characters: shorten it")
    names = dict.fromkeys(MENTION.findall(text))
    found = {user.get_username().lower(): user for user in colleagues() if f"@{user.get_username().lower()}" in text.lower()}  # fmt: skip
    told = [found[name.lower()] for name in names if name.lower() in found]
    made = Comment.objects.create(event=event, author=author, author_name=str(author), text=text)
    made.mentions.set(told)
    return made, [name for name in names if name.lower() not in found]


def keep_left(event: Event, name: str, left: Mapping[str, Any], author: Any | None) -> bool:
    """Keep what an import left out as a comment on its event; False if it is there already."""
    lines = (f"{key}: {' '.join(str(value).split())[:MOST_KEPT]}" for key, value in left.items())
    text = "\n".join([f"Left out of the import of “{name}”:", *lines])[:5000]
    if Comment.objects.filter(event=event, text=text).exists():
        return False
    Comment.objects.create(event=event, author=author, author_name=str(author or "an import"), text=text)
    return True


def comments_of(event: Event) -> list[Comment]:
    """The comments on an event and on those merged into it, oldest first."""
    return list(Comment.objects.filter(Q(event=event) | Q(event__merged_into=event)).order_by("at", "pk"))


def keep_written_about(events: QuerySet[Event], heir_of: Callable[[int], Event | None]) -> list[int]:
    """Of events that nothing tells any longer, keep those with what people wrote about them: comments, the state of a
    review, changes that wait. Each is merged into its heir, which tells it now, or withdrawn, or still waits.

    Returns their keys.
    """
    proposed = waiting().exclude(proposer=None)
    about = (rows.filter(event=OuterRef("pk")) for rows in (Comment.objects, Review.objects, proposed))
    kept = list(events.filter(reduce(or_, (Q(Exists(rows)) for rows in about))))
    for event in kept:
        if heir := heir_of(event.pk):
            event.merged_into = heir
            event.mark_curated(["merged_into"])
            event.save()
        elif event.status == Event.Status.PUBLISHED:
            event.withdraw(WITHDRAWN)
    return [event.pk for event in kept]


def mentions_of(user: Any) -> list[Comment]:
    """The comments on waiting events that tell a user something, newest first, until the user comments on the event too."""
    told = Comment.objects.filter(mentions=user, event__in=Event.objects.waiting()).exclude(author=user)
    answered = dict(Comment.objects.filter(author=user, event__in=told.values("event")).order_by("pk").values_list("event", "pk"))  # fmt: skip
    found = told.select_related("event").order_by("-pk")
    return [comment for comment in found if comment.pk > answered.get(comment.event_id, 0)]


def check_undoable(changes: Iterable[Change]) -> None:
    """Raise RestoreError if anything that these changes set has been changed again since."""
    left: dict[str, dict[str, Any]] = {}  # what the action left each record with
    for change in sorted(changes, key=lambda c: c.pk):
        if change.verb == Change.Verb.CHANGED:
            left[change.record] = left.get(change.record, {}) | change.after
    last = {change.record: change for change in changes}
    for record, values in left.items():
        row = model_of(last[record]).objects.filter(pk=record.partition("-")[2]).first()
        now = state(row) if row is not None else {}
        if row is None or any(name in now and now[name] != value for name, value in values.items()):
            later = Change.objects.filter(record=record).exclude(act=last[record].act).order_by("pk").last()
            who = f" by {later.author_name}" if later and later.pk > last[record].pk else ""
            raise RestoreError(f"“{last[record].words}” has been changed since{who}: its history shows how")
