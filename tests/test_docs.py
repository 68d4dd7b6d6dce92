"""The documents are right about the repository: the files they name exist."""

import re
from pathlib import Path

from django.conf import settings

ROOT: Path = settings.BASE_DIR
FOLDERS = ("articles", "bench", "config", "docs", "locale", "operations", "static", "templates", "tests", "timeline", ".ci")  # fmt: skip
# A path in the repository, not part of a web address; it may end in a slash or contain a star.
PATH = re.compile(rf"(?<![\w/.:-])(?:{'|'.join(map(re.escape, FOLDERS))})/[\w./*-]*[\w/*]")
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")


def documents():
    return [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def missing(text, root):
    return {path for path in PATH.findall(text) if not list(root.glob(path))}


def test_a_path_that_leads_nowhere_is_found(tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "api.md").touch()
    text = "See `docs/api.md`, docs/, `docs/*.md` and https://example.org/docs/x; not `docs/gone.md`."
    assert missing(text, tmp_path) == {"docs/gone.md"}


def test_every_path_in_the_documents_exists():
    named = 0
    for document in documents():
        text = document.read_text()
        named += len(PATH.findall(text))
        assert not missing(text, ROOT), document.name
    assert named > 50


def test_every_link_between_documents_leads_somewhere():
    for document in documents():
        for target in LINK.findall(document.read_text()):
            assert (document.parent / target).exists(), f"{document.name}: {target}"


def test_decisions_are_numbered_without_gaps():
    records = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [path.name[:4] for path in records] == [f"{n:04}" for n in range(1, len(records) + 1)]
    for number, path in enumerate(records, 1):
        assert path.read_text().startswith(f"# {number}. "), path.name


def test_the_map_has_at_most_twelve_steps_each_with_its_place():
    text = (ROOT / "CONTRIBUTING.md").read_text()
    part = text.split("## From a sentence to a mark", 1)[1].split("\n## ", 1)[0]
    steps = re.findall(r"^\d+\. .*", part, re.MULTILINE)
    assert 5 < len(steps) <= 12
    for step in steps:
        assert PATH.search(step), step


ROW = re.compile(r"<tr><th scope=\"row\">\{% blocktranslate %\}(.*?)\{% endblocktranslate %\}</th>(.*)</tr>")


def test_the_method_page_gives_the_figures_of_the_readme():
    rows = [
        [cell.strip() for cell in line.strip("| \n").split("|")]
        for line in (ROOT / "README.md").read_text().splitlines()
        if line.startswith("|")
    ]
    readme = {cells[0]: cells[1:] for cells in rows}
    page = ROW.findall((ROOT / "templates" / "timeline" / "_scores.html").read_text())
    assert len(page) >= 7
    for name, cells in page:
        figures = re.findall(r"<td>(.*?)</td>", cells)
        expected = readme.get(name) or readme[name.split(" (")[0]]
        assert [figure for figure in figures if figure] == [f for f in expected[: len(figures)] if f], name
