"""Chapters have colours of text that can be read on light and on dark pages, and no others."""

import re
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from tests.browsing import filled, sign_in
from tests.factories import make_event, make_timeline
from timeline.models import Chapter

CSS = Path(__file__).resolve().parent.parent.parent / "static" / "css" / "site.css"
ENOUGH = 4.5  # WCAG 2.2, success criterion 1.4.3, for text of any size


def palettes():
    """The colours of light and of dark pages, by name."""
    text = CSS.read_text(encoding="utf-8")
    light, dark = re.findall(r":root \{(.*?)\}", text, re.DOTALL)[:2]
    read = lambda block: dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})\b", block))  # noqa: E731
    return {"light": read(light), "dark": read(light) | read(dark)}


def luminance(colour):
    """The relative luminance as WCAG 2.2 defines it."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, two):
    lighter, darker = sorted((luminance(one), luminance(two)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("colour", Chapter.Colour.values)
def test_every_colour_can_be_read_on_every_ground(scheme, colour):
    palette = palettes()[scheme]
    for ground in ("paper", "sheet", "faint"):
        assert contrast(palette[f"hue-{colour}"], palette[ground]) >= ENOUGH, ground
    assert f".hue-{colour} {{ color: var(--hue-{colour}); }}" in CSS.read_text(encoding="utf-8")


def test_each_scheme_has_a_tone_of_its_own():
    light, dark = palettes()["light"], palettes()["dark"]
    assert all(light[f"hue-{colour}"] != dark[f"hue-{colour}"] for colour in Chapter.Colour.values)


@pytest.mark.once
@pytest.mark.django_db
def test_a_curator_gives_a_chapter_a_colour_and_readers_see_it(client):
    timeline = make_timeline(chapters=[("2024-09-01", "2024-09-30")], is_published=True)
    timeline.kinds = ["visit"]
    timeline.save()
    make_event()
    sign_in(client, "Editor")
    address = reverse("admin:timeline_timeline_change", args=[timeline.pk])
    client.post(address, filled(client, address, "timeline_form", **{"chapters-0-colour": "plum"}))
    assert timeline.chapters.get().colour == "plum"
    page = client.get(timeline.get_absolute_url()).content.decode()
    assert '<h2 class="hue-plum">' in page and page.count('class="strip hue-plum"') == 1
    timeline.is_published = True
    timeline.save()
    chapter = client.get(reverse("timeline:api:timeline", args=[timeline.slug])).json()["chapters"][0]
    assert chapter["colour"] == "plum"
    with pytest.raises(ValidationError):
        Chapter(timeline=timeline, title="x", slug="x", earliest="2024-01-01", latest="2024-01-02", colour="yellow").full_clean()  # fmt: skip
