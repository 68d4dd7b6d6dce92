"""An event as schema.org data, for search engines."""

import json

from django.utils.translation import get_language

from timeline.data.exports import iso
from timeline.models import Event
from timeline.wording import name_of, worded

SCHEMA_TYPES = {
    "person": "Person",
    "state": "Country",
    "organisation": "Organization",
    "party": "PoliticalParty",
}
ESCAPES = {
    ord("<"): "\\u003C",
    ord(">"): "\\u003E",
    ord("&"): "\\u0026",
}  # so that no text can end the script element


def event_jsonld(event: Event, request) -> str:
    """JSON-LD of schema.org's Event, safe inside a script element."""
    language = get_language() or "en"
    data = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": worded(event, "title", language),
        "url": request.build_absolute_uri(event.get_absolute_url()),
        "startDate": iso(event.earliest),
        "endDate": iso(event.latest),
        "location": {"@type": "Place", "name": worded(event, "place", language)} if event.place else None,
        "image": request.build_absolute_uri(event.picture_url) if event.picture_digest else None,
        "organizer": [
            {"@type": SCHEMA_TYPES[p.actor.kind], "name": name_of(p.actor, language)}
            for p in event.participations.all()
        ],
        "subjectOf": [
            {
                "@type": "CreativeWork",
                "name": c.source.display_title,
                "publisher": c.source.publisher,
                "url": c.source.url,
            }
            for c in event.citations.all()
        ],
    }
    return json.dumps({k: v for k, v in data.items() if v}, ensure_ascii=False).translate(ESCAPES)
