"""Plain text, and Markdown with front matter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO

import yaml

from .article import ArticleData, ReadError, checked_fields, choose_language
from .bytes import MAX_BYTES, decode, read_all

MAX_FRONT_MATTER = 20_000
FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?P<yaml>.*?)\n---[ \t]*(?:\n\n?|\Z)", re.DOTALL)


class _Plain(yaml.SafeLoader):
    """YAML without references: a few lines of nested ones can expand beyond all memory."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark
            raise yaml.composer.ComposerError(
                None, None, "references (*name) are not allowed: write the value out", mark
            )
        return super().compose_node(parent, index)


def read_text(stream: BinaryIO, origin: str) -> Iterator[ArticleData]:
    """Yield the article of a text file; raises ReadError."""
    fields, body = _front_matter(decode(read_all(stream, MAX_BYTES)))
    if not body.strip():
        raise ReadError("the file is empty" if not fields else "there is no text after the front matter")
    known = {"language": choose_language(body), **checked_fields(fields, "front matter")}
    data = ArticleData(origin=origin, text=body, **known)
    yield data if "title" in fields else replace(data, title=find_title(body))


def _front_matter(text: str) -> tuple[dict[str, Any], str]:
    match = FRONT_MATTER.match(text)
    if not match:
        if text.startswith("---\n"):
            raise ReadError("the front matter has no end: a second line of --- is missing")
        return {}, text
    if len(match["yaml"]) > MAX_FRONT_MATTER:
        raise ReadError("the front matter is longer than 20,000 characters")
    try:
        fields = yaml.load(match["yaml"], _Plain) or {}
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" in line {mark.line + 2}" if mark else ""
        raise ReadError(
            f"the front matter cannot be parsed{where}: {getattr(error, 'problem', None) or error}"
        ) from None
    if not isinstance(fields, dict):
        raise ReadError("the front matter cannot be parsed: it must contain lines such as 'title: ...'")
    return fields, text[match.end() :]


def find_title(text: str) -> str:
    """The headline of plain text: a first line without a full stop; "" if the text starts with a sentence."""
    for line in text.splitlines()[:12]:
        line = line.strip()
        if (
            not line
            or line[0] in "•*#-–|»>"
            and len(line) < 3
            or line.endswith("»")
            or line.startswith(("•", "|"))
        ):
            continue
        line = line.lstrip("# ").strip()
        return line if 8 <= len(line) <= 200 and line[-1] not in ".!?。:" else ""
    return ""
