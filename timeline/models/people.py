"""Actors, their aliases, and names to ignore."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from timeline.wording import name_of

WIKIDATA = RegexValidator(r"\AQ[1-9]\d{0,18}\Z", "Write the Wikidata id as Q and a number, such as Q57405.")


class ActorQuerySet(models.QuerySet):
    def taking_part(self):
        """Actors who take part in a published event; checked actor by actor, so that a page of them is fast."""
        from .events import Event
        from .participations import Participation

        shown = Participation.objects.filter(
            actor=models.OuterRef("pk"), event__status=Event.Status.PUBLISHED, event__merged_into=None
        )
        return self.filter(models.Exists(shown))

    def shown(self):
        """Actors with a public page: they or their representatives take part in a published event.

        Adds ``takes_part``, whether they do themselves.
        """
        from .events import Event
        from .participations import Participation

        parts = Participation.objects.filter(
            event__status=Event.Status.PUBLISHED, event__merged_into=None
        ).order_by()
        own = models.Exists(parts.filter(actor=models.OuterRef("pk")))
        acting = models.Exists(parts.filter(actor__represents=models.OuterRef("pk")))
        return self.annotate(takes_part=own).filter(Q(takes_part=True) | acting)

    def at(self, slug: str):
        """The actor of these whose slug this is, or into whom the one with this slug was merged; None if there is none."""
        return self.filter(slug=slug).first() or self.filter(former_slugs__slug=slug).first()

    def names(self, slugs, language: str) -> dict[str, str]:
        """What actors are called in a language, by slug; those called by their own names may be missing."""
        aliased = (
            self.filter(slug__in=slugs, aliases__language=language).distinct().prefetch_related("aliases")
        )
        return {actor.slug: name_of(actor, language) for actor in aliased}


class Actor(models.Model):
    """A person, state, organisation or party."""

    class Kind(models.TextChoices):
        PERSON = "person", _("Person")
        STATE = "state", _("State")
        ORGANISATION = "organisation", _("Organisation")
        PARTY = "party", _("Party")

    name = models.CharField(max_length=200, unique=True)
    slug = models.SlugField(max_length=200, unique=True)
    kind = models.CharField(max_length=20, choices=Kind)
    description = models.CharField(max_length=300, blank=True, default="")
    represents = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="representatives",
        help_text="The state, organisation or party this person acts for.",
    )
    is_proposed = models.BooleanField(
        default=False, help_text="Named in an article and not yet confirmed by a curator."
    )
    wikidata = models.CharField(
        "Wikidata id",
        max_length=20,
        blank=True,
        default="",
        validators=[WIKIDATA],
        help_text="Such as Q57405: says which of several people of one name is meant.",
    )

    objects = ActorQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="actor_name_not_blank"),
            models.UniqueConstraint(
                fields=["wikidata"],
                condition=~Q(wikidata=""),
                name="actor_wikidata_unique",
                violation_error_message="Another actor has this Wikidata id.",
            ),
            models.CheckConstraint(condition=~Q(represents=F("id")), name="actor_not_own_representative"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("timeline:actor-detail", args=[self.slug])


class Alias(models.Model):
    """Another name for an actor."""

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=200)
    language = models.CharField(
        max_length=10, default="en", help_text="A code: en, ko, ja, fr. Readers of that language see it."
    )
    is_preferred = models.BooleanField(
        "preferred", default=False, help_text="Shown to readers of its language; else the longest one is."
    )

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "aliases"
        constraints = [
            models.UniqueConstraint(
                fields=["actor", "language"],
                condition=Q(is_preferred=True),
                name="alias_one_preferred",
                violation_error_message="Only one alias of a language can be the preferred one.",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="alias_name_not_blank"),
            models.UniqueConstraint(
                Lower("name"),
                name="alias_name_unique",
                violation_error_message="Another actor has this alias.",
            ),
        ]

    def __str__(self):
        return self.name


class IgnoredName(models.Model):
    """A name that is not an actor, as a curator decided; ingestion ignores it."""

    name = models.CharField(max_length=200, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class FormerActor(models.Model):
    """The address of an actor that was merged into another, to which it redirects."""

    slug = models.SlugField(max_length=200, unique=True)
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="former_slugs")

    def __str__(self):
        return self.slug


class NameDecision(models.Model):
    """A decision on names or actors that can be undone; ``before`` holds what it takes (timeline/curation/naming.py)."""

    words = models.CharField(max_length=300)
    before = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return self.words
