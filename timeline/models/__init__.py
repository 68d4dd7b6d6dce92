"""Event, Actor, Source, Citation and Timeline: what readers see and curators edit."""

from .audit import Change, ProposedChange, Stamp, TableUpload
from .citations import Citation, FormerSlug, Withdrawal
from .events import Event, EventQuerySet, validate_edtf
from .participations import Participation
from .people import Actor, ActorQuerySet, Alias, FormerActor, IgnoredName, NameDecision
from .pictures import Picture
from .reviews import Comment, Opened, Review, Tag
from .sources import Source, SourceQuerySet
from .timelines import ORIGIN, SLUG, Chapter, Pick, Step, Timeline, validate_origins
from .translations import TranslationCheck

__all__ = [
    "Actor",
    "ActorQuerySet",
    "Alias",
    "Change",
    "Chapter",
    "Citation",
    "Comment",
    "Event",
    "EventQuerySet",
    "FormerActor",
    "FormerSlug",
    "IgnoredName",
    "ORIGIN",
    "NameDecision",
    "Opened",
    "Participation",
    "Pick",
    "Picture",
    "ProposedChange",
    "Review",
    "SLUG",
    "Source",
    "SourceQuerySet",
    "Stamp",
    "Step",
    "TableUpload",
    "Tag",
    "Timeline",
    "TranslationCheck",
    "Withdrawal",
    "validate_edtf",
    "validate_origins",
]
