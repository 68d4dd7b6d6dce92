"""How well resolution tells happenings apart, in pairs of claims.

    python bench/happenings.py [--list] [FOLDER...]      the made-up stories of tests/articles/happenings; with folders also
                                                         the articles there that shared.jsonl speaks of

Prints for each: pairs of one happening, how many of them are joined (recall), how many joined pairs are right (precision), and
the pairs of different happenings that lie close to each other. --list names every pair left apart or joined wrongly.
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"

import django  # noqa: E402

django.setup()

from articles.extraction.gazetteer import shipped_gazetteer  # noqa: E402
from articles.pairs import PairScores, load_passages, read_pairs, read_story  # noqa: E402
from articles.readers import ArticleData, read_articles  # noqa: E402

GOLD = ROOT / "tests" / "articles" / "happenings"


def show(name: str, scores: PairScores, is_long: bool) -> None:
    print(
        f"{name}: {scores.same} pairs of one happening, {scores.near} near pairs of two; "
        f"recall {100 * (scores.recall or 0):.1f}, precision {100 * (scores.precision or 0):.1f} "
        f"({len(scores.twins)} left apart, {len(scores.wrong)} joined wrongly)"
    )
    for label, pairs in (("apart", scores.twins), ("joined", scores.wrong)) if is_long else ():
        for one, two in pairs:
            print(f"  {label}:")
            for c in (one, two):
                k = c.claim
                who = ", ".join(a.name for a in k.actors)
                print(f"    {c.origin} {k.kind}/{k.action} {k.edtf} {k.basis} [{who}] {k.clause or k.quote}")


def main() -> None:
    is_long = "--list" in sys.argv
    folders = [a for a in sys.argv[1:] if not a.startswith("--")]
    gazetteer = shipped_gazetteer()
    for path in sorted(GOLD.glob("*.txt")):
        show(path.stem, read_pairs(*read_story(path), gazetteer), is_long)
    if folders:
        passages = load_passages(GOLD / "shared.jsonl")
        wanted = {p.doc for p in passages}
        articles = {
            Path(a.origin).stem: a
            for a in read_articles(folders)
            if isinstance(a, ArticleData) and Path(a.origin).stem in wanted
        }
        show("articles", read_pairs(articles, [p for p in passages if p.doc in articles], gazetteer), is_long)


if __name__ == "__main__":
    main()
