"""Two readers of one article."""

from articles.extraction import extract_claims
from articles.extraction.model.both import join_readings

from .material import DAY, TEXT, meeting, read


def test_both_readers_of_a_passage_make_one_claim():
    rules = extract_claims(TEXT, published=DAY)
    assert any(c.kind == "summit" and c.edtf == "2024-09-03" for c in rules)
    joined = join_readings(rules, read(meeting()).claims)
    summits = [c for c in joined if c.kind == "summit"]
    assert [(c.read_by, c.titles[0][1]) for c in summits] == [("both", "Berg meets Lula in Brasília")]
    assert summits[0].actors  # as the rules link them, where the model names nobody
    # A title that does not stand leaves the rules' own.
    [summit] = [
        c for c in join_readings(rules, read(meeting(title="Putin meets Lula")).claims) if c.kind == "summit"
    ]
    assert (summit.title_basis, summit.titles) == ("rule", (("en", "Anna Berg and Lula meet in Brasília"),))


def test_what_the_rules_read_firmly_stands_beside_a_model_that_passes_it_over():
    rules = extract_claims(TEXT, published=DAY)
    joined = join_readings(rules, [])
    assert any(c.kind == "summit" and c.read_by == "rules" for c in joined)
    assert all(c.confidence >= 0.9 and c.basis != "published" for c in joined)
