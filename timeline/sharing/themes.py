"""The look of an embed or a picture, given by its address: theme, colours and height.

Text is always legible, with the contrast of 4.5 to 1 that WCAG 2.2 requires (success criterion 1.4.3).
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.http import QueryDict

Colour = tuple[float, float, float]  # red, green and blue from 0 to 255

THEMES = ("light", "dark")
LAYOUTS = ("fan", "story", "event")  # ribbon and list; one step after another; one event alone
CONTRAST = 4.5
HALFWAY = 0.1791  # the luminance above which black is more legible than white
WHITE, BLACK = (255.0, 255.0, 255.0), (0.0, 0.0, 0.0)
MIN_HEIGHT, MAX_HEIGHT = 200, 5000  # CSS pixels
TEXT = ("ink", "soft", "link", "accent", "warn", "talks", "words", "office", "force")


def _read_palettes(css: str) -> dict[str, dict[str, str]]:
    """The colours of both themes from the site's style sheet, the only place where they are defined."""
    light, dark = (re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", block) for block in re.split(r"@media", css, maxsplit=2)[:2])  # fmt: skip
    return {"light": dict(light), "dark": {**dict(light), **dict(dark)}}


PALETTES = _read_palettes(settings.STYLE_SHEET)


class LookForm(forms.Form):
    """The look in an address; values that are not valid change nothing."""

    layout = forms.ChoiceField(choices=[(name, name) for name in LAYOUTS], required=False)
    theme = forms.ChoiceField(choices=[(t, t) for t in THEMES], required=False)
    background = forms.CharField(
        required=False, max_length=7, validators=[RegexValidator(r"^#?[0-9a-fA-F]{6}\Z")]
    )
    accent = forms.CharField(
        required=False, max_length=7, validators=[RegexValidator(r"^#?[0-9a-fA-F]{6}\Z")]
    )
    height = forms.IntegerField(required=False, min_value=MIN_HEIGHT, max_value=MAX_HEIGHT)


@dataclass(frozen=True, slots=True)
class Look:
    """A look. Empty values leave the choice to the reader's system, the style sheet and the content."""

    theme: str = ""
    background: str = ""  # such as #fff8e7
    accent: str = ""
    height: int = 0  # CSS pixels
    layout: str = ""

    @property
    def query(self) -> str:
        """The parameters for this look."""
        said = {
            "theme": self.theme,
            "background": self.background[1:],
            "accent": self.accent[1:],
            "height": self.height,
            "layout": self.layout,
        }
        return urlencode({name: value for name, value in said.items() if value})

    @property
    def palette(self) -> dict[str, str]:
        """Every colour of the look, by its name in the style sheet; those of the light theme if none is chosen."""
        shade = _luminance(_parse(self.background)) if self.background else 1.0
        theme = self.theme if not self.background and self.theme else "dark" if shade < HALFWAY else "light"
        colours = dict(PALETTES[theme])
        if not (self.background or self.accent):
            return colours
        if self.background:
            ground = _parse(self.background)
            ink, away = (BLACK, WHITE) if theme == "light" else (WHITE, BLACK)
            colours |= {"paper": self.background, "sheet": self.background}
            colours |= {"faint": _hex(_mixed(ground, away, 0.08)), "line": _hex(_mixed(ground, ink, 0.2))}
        if self.accent:
            colours |= {"accent": self.accent, "link": self.accent}
        grounds = [_parse(colours[name]) for name in ("paper", "sheet", "faint")]
        colours |= {name: _hex(_readable(_parse(colours[name]), grounds)) for name in TEXT}
        colours["on-accent"] = max(
            "#ffffff", "#000000", key=lambda c: _contrast(_parse(c), _parse(colours["accent"]))
        )
        return colours

    @property
    def css(self) -> str:
        """Rules to add after the style sheet; "" for the default look."""
        rules = ""
        if self.theme or self.background or self.accent:
            names = "".join(f"--{name}:{colour};" for name, colour in sorted(self.palette.items()))
            scheme = "dark" if _luminance(_parse(self.palette["paper"])) < HALFWAY else "light"
            rules = f":root{{color-scheme:{scheme};{names}}}"
            if self.accent and not (self.theme or self.background):
                # The reader's system still chooses between light and dark; the accent is fitted to each.
                dark = Look("dark", "", self.accent)
                rules = f":root{{{_accents(self)}}}@media (prefers-color-scheme: dark){{:root{{{_accents(dark)}}}}}"
        if self.height:
            rules += f".embed body{{height:{self.height}px;overflow:auto}}"
        return rules


def read_look(params: QueryDict) -> Look:
    """Read the look given by an address."""
    form = LookForm(params)
    form.is_valid()
    said = form.cleaned_data
    colours = {
        name: f"#{said[name].lstrip('#').lower()}" for name in ("background", "accent") if said.get(name)
    }
    return Look(
        theme=said.get("theme") or "",
        height=said.get("height") or 0,
        layout=said.get("layout") or "",
        **colours,
    )


def style_hash(css: str) -> str:
    """The source expression with which a Content-Security-Policy allows exactly this style element."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()}'"


def _accents(look: Look) -> str:
    return "".join(f"--{name}:{look.palette[name]};" for name in ("accent", "link", "on-accent"))


def _parse(text: str) -> Colour:
    digits = text[1:] if len(text) == 7 else "".join(c * 2 for c in text[1:])
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)


def _hex(colour: Colour) -> str:
    return "#" + "".join(f"{round(part):02x}" for part in colour)


def _mixed(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (a + (b - a) * share for a, b in zip(one, other, strict=True))
    return red, green, blue


def _luminance(colour: Colour) -> float:
    """Relative luminance from 0 to 1, as WCAG 2.2 defines it."""
    linear = [
        part / 255 / 12.92 if part <= 10.31 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in colour
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: Colour, other: Colour) -> float:
    """Contrast ratio from 1 to 21, as WCAG 2.2 defines it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _readable(colour: Colour, grounds: list[Colour]) -> Colour:
    """The colour, moved towards black or white just far enough to be legible on every background."""
    end = max((BLACK, WHITE), key=lambda e: min(_contrast(e, ground) for ground in grounds))
    for step in range(21):
        moved = _parse(_hex(_mixed(colour, end, step / 20)))
        if all(_contrast(moved, ground) >= CONTRAST for ground in grounds):
            return moved
    return end
