"""Importing a gazetteer by command: actors with names in three languages and Wikidata ids."""

import io

import pytest
from django.core.management import CommandError, call_command

from tests.factories import make_actor
from timeline.models import Actor, Alias, Change

pytestmark = pytest.mark.django_db
TABLE = """name,kind,wikidata,aliases,name_ko,name_ja
Fumio Kishida,person,Q6400171,F. Kishida; 기시다,기시다 후미오,岸田文雄
Yoon Suk Yeol,person,Q61096136,,윤석열,尹錫悦
"""


def load(tmp_path, table, *options):
    file, out, err = tmp_path / "names.csv", io.StringIO(), io.StringIO()
    file.write_text(table, encoding="utf-8")
    code = 0
    try:
        call_command("import_gazetteer", str(file), *options, stdout=out, stderr=err)
    except CommandError as error:
        code, err = error.returncode, io.StringIO(f"{err.getvalue()}{error}")
    return code, out.getvalue().strip(), err.getvalue()


def test_actors_come_with_their_names_and_ids_and_a_second_time_nothing_changes(tmp_path):
    assert load(tmp_path, TABLE) == (0, "new 2, changed 0, unchanged 0, wrong 0", "")
    kishida = Actor.objects.get(wikidata="Q6400171")
    names = {(a.name, a.language, a.is_preferred) for a in kishida.aliases.all()}
    assert names == {
        ("F. Kishida", "en", False),
        ("기시다", "ko", False),
        ("기시다 후미오", "ko", True),
        ("岸田文雄", "ja", True),
    }
    assert Change.objects.filter(author_name="import_gazetteer").exists()
    assert load(tmp_path, TABLE)[1] == "new 0, changed 0, unchanged 2, wrong 0"


def test_an_id_finds_its_actor_whatever_the_name(tmp_path):
    make_actor("Kishida Fumio", slug="kishida", wikidata="Q6400171")
    load(tmp_path, "name,wikidata\nFumio Kishida,Q6400171\n")
    assert Actor.objects.get().name == "Fumio Kishida"


def test_a_dry_run_writes_nothing(tmp_path):
    assert load(tmp_path, TABLE, "--dry-run")[1].startswith("new 2")
    assert not Actor.objects.exists() and not Change.objects.exists()


def test_bad_rows_are_named_with_the_remedy_and_stop_the_others_unless_asked(tmp_path):
    make_actor("Ban Ki-moon", slug="ban", wikidata="Q1253")
    Alias.objects.create(actor=make_actor("Other", slug="other"), name="반기문")
    table = (
        TABLE + "Ban Ki-moon,person,Q99,,,\nX,dragon,,,,\nY,person,57,,,\nZ,person,,반기문,,\n,person,,,,\n"
    )
    code, out, err = load(tmp_path, table)
    assert code == 1 and "wrong 5" in out and Actor.objects.count() == 2
    for words in (
        "row 4 (Ban Ki-moon): wikidata: “Ban Ki-moon” has the Wikidata id Q1253, not Q99",
        "row 5 (X): kind: “dragon” is not one of person, state, organisation, party",
        "row 6 (Y): wikidata: “57” is not a Wikidata id: write it as Q and a number",
        "Another actor has this alias",
        "row 8 (no name): name: is missing",
        "nothing was imported: correct these rows, or use --only-right",
    ):
        assert words in err, words
    assert load(tmp_path, table, "--only-right")[0] == 0 and Actor.objects.count() == 4


def test_what_is_no_table_is_refused(tmp_path):
    assert load(tmp_path, "name\n")[0] == 2
    assert "No column name is known" in load(tmp_path, "a,b\n1,2\n")[2]
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        call_command("import_gazetteer", str(tmp_path / "nothing.csv"))
    assert "column “colour” is not known" in load(tmp_path, "name,colour\nX,red\n")[2]
