"""Stored answers, so that a model is asked only once about a text."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from articles.extraction.model import request_version
from articles.models import ModelAnswer
from timeline.batches import batched
from timeline.clean_text import fit
from timeline.record.locking import patiently

from .results import Results, result_line

UNNAMED = "unnamed"  # for an answer that does not name its model


@dataclass(frozen=True, slots=True)
class Kept:
    """A stored answer: the completion, its model, the version of the request, and the day of publication given in it."""

    body: dict[str, Any]
    model: str
    version: str
    published: date | None

    @property
    def reader(self) -> str:
        return name_of_reader(self.model, self.version)


def name_of_reader(model: str, version: str) -> str:
    """The reader as stored with articles: the model and the version of the request."""
    return f"{model} {version}"[:240]


def hash_of(text: str, language: str) -> str:
    """The key of an answer: a hash of the text and its language."""
    return hashlib.sha256(f"{language}\x1f{text}".encode(errors="surrogatepass")).hexdigest()


def find_kept(hashes: Iterable[str], model: str, *, only_version: str = "") -> dict[str, Kept]:
    """The stored answers about these texts, by hash: of this model, or of any if none is named, preferring the newest."""
    found: dict[str, Kept] = {}
    for some in batched(sorted(set(hashes))):
        rows = ModelAnswer.objects.filter(text_hash__in=some).order_by("pk")
        if model:
            rows = rows.filter(model=model)
        if only_version:
            rows = rows.filter(version=only_version)
        for row in rows:
            found[row.text_hash] = Kept(json.loads(row.answer), row.model, row.version, row.published)
    return found


def keep(text_hash: str, kept: Kept, prompt_tokens: int, answer_tokens: int) -> None:
    """Store an answer at once: it has been paid for, whether or not the ingestion succeeds."""
    row = {
        "published": kept.published,
        "answer": fit(json.dumps(_essential(kept.body), ensure_ascii=False)),
        "prompt_tokens": prompt_tokens,
        "answer_tokens": answer_tokens,
    }
    known = {"text_hash": text_hash, "model": kept.model[:200], "version": kept.version[:20]}
    patiently(lambda: ModelAnswer.objects.update_or_create(**known, defaults=row))


def _essential(body: dict[str, Any]) -> dict[str, Any]:
    """A completion without what does not concern the article, such as probabilities."""
    return {name: body[name] for name in ("model", "choices", "usage") if name in body}


def write_kept() -> Iterator[str]:
    """Write all stored answers as JSON Lines, like the results of a batch; the name of each ends with its text's hash."""
    for row in ModelAnswer.objects.order_by("pk").iterator(chunk_size=200):
        body = {"model": row.model, **json.loads(row.answer)}
        body["model"] = row.model
        yield result_line(f"~{row.text_hash}", body, row.version)


def load_kept(results: Results) -> int:
    """Store the answers of a file from ``write_kept`` and return their number; answers with only a name are skipped."""
    loaded = 0
    for name in list(results.offsets):
        text_hash = name.removeprefix("~")
        if len(text_hash) != 64 or not name.startswith("~"):
            continue
        result = results.find(name, text_hash)
        if result and result.body:
            model = model_of(result.body)
            keep(
                text_hash,
                Kept(result.body, model, result.version or request_version(), None),
                *tokens_of(result.body),
            )
            loaded += 1
    return loaded


def model_of(body: dict[str, Any]) -> str:
    model = body.get("model")
    return model[:200] if isinstance(model, str) and model else UNNAMED


def tokens_of(body: dict[str, Any]) -> tuple[int, int]:
    usage = body.get("usage")
    usage = usage if isinstance(usage, dict) else {}
    counts = [usage.get(name) for name in ("prompt_tokens", "completion_tokens")]
    first, second = (n if isinstance(n, int) and 0 <= n < 10**9 else 0 for n in counts)
    return first, second
