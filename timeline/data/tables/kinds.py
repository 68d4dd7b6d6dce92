"""The kinds of records that a table can contain."""

from .actors import ActorRecords
from .events import EventRecords
from .records import Records
from .sources import SourceRecords

KINDS: dict[str, type[Records]] = {kind.name: kind for kind in (EventRecords, ActorRecords, SourceRecords)}
