"""Read a model's answers for an evaluation, without new requests, and without writing anything."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from articles.extraction import Claim, extract_claims
from articles.extraction.gazetteer import Gazetteer
from articles.readers import ArticleData

from .asker import Asker, Text
from .results import Results
from .second import Wanted, read_also


class Answers:
    """Reads articles with the answers of a file, and counts the claims kept and dropped by language."""

    def __init__(self, results: Results, reader: str, gazetteer: Gazetteer):
        self.reader, self.gazetteer = reader, gazetteer
        self.asker = Asker(results=results, is_quiet=True)
        self.kept: Counter[str] = Counter()
        self.dropped: Counter[str] = Counter()
        self.reasons: Counter[str] = Counter()
        self.faults: Counter[str] = Counter()

    def __call__(self, doc: str, article: ArticleData, day: date | None) -> list[Claim]:
        text, language = article.text, article.language
        rules = extract_claims(text, published=day, gazetteer=self.gazetteer, language=language)
        asked = self.asker.answers([Text(doc, text, day, language)])[0]
        wanted = Wanted(self.reader, asked)
        claims, second = read_also(rules, wanted, text, day, language, self.gazetteer, lambda: None)
        self.kept[language] += second.kept
        self.dropped[language] += len(second.dropped)
        self.reasons.update(dropped.reason for dropped in second.dropped)
        if second.fault:
            self.faults[second.fault] += 1
        return claims

    def as_data(self) -> dict[str, Any]:
        return {
            "kept": dict(self.kept),
            "dropped": dict(self.dropped),
            "reasons": dict(self.reasons),
            "read_by_rules": dict(self.faults),
        }

    def __str__(self) -> str:
        lines = []
        for language in sorted(self.kept.keys() | self.dropped.keys()):
            kept, dropped = self.kept[language], self.dropped[language]
            lines.append(f"{language}: of {kept + dropped} claims of the model {dropped} dropped")
        lines += [f"dropped, {reason}: {count}" for reason, count in self.reasons.most_common()]
        lines += [f"read by rules alone, {fault}: {count}" for fault, count in self.faults.most_common()]
        return "\n".join(lines)
