"""Who may do what in the admin, in one table: every page, every action, and every deed that Curators may only propose.

Django's permissions, which migrations give to the groups, are what is enforced; tests hold them to this table, and
docs/permissions.md and the pages that refuse something are made of it.
"""

from __future__ import annotations

from enum import IntEnum


class Who(IntEnum):
    """The least that somebody must be. Each may do what those before may."""

    STAFF = 0
    CURATOR = 1
    EDITOR = 2
    SUPERUSER = 3
    NOBODY = 4

    @property
    def words(self) -> str:
        return WORDS[self]


WORDS = {
    Who.STAFF: "all staff",
    Who.CURATOR: "Curators and Editors",
    Who.EDITOR: "Editors",
    Who.SUPERUSER: "superusers",
    Who.NOBODY: "nobody",
}
STAFF, CURATOR, EDITOR, SUPERUSER, NOBODY = Who

FULL = {"changelist": CURATOR, "add": CURATOR, "change": CURATOR, "delete": EDITOR, "history": CURATOR}
READ = {"changelist": CURATOR, "add": NOBODY, "change": CURATOR, "delete": NOBODY, "history": CURATOR}
TABLES = {"export": CURATOR, "template": CURATOR, "import": CURATOR, "check": CURATOR}

# The pages by the names of their addresses: model, then page.
PAGES: dict[str, dict[str, Who]] = {
    "timeline_event": {
        **FULL,
        **TABLES,
        "review": CURATOR,
        "open": CURATOR,
        "read_date": STAFF,
        "disputes": CURATOR,
        "dispute": CURATOR,
        "merge": CURATOR,
        "split": CURATOR,
        "unmerge": CURATOR,
        "unsplit": CURATOR,
        "put_back": CURATOR,
        "overdue": EDITOR,
    },
    "timeline_actor": {
        **FULL,
        **TABLES,
        "unknown": CURATOR,
        "put_back": CURATOR,
        "merge": CURATOR,
        "split": CURATOR,
        "undo": CURATOR,
    },
    "timeline_ignoredname": {**READ, "add": CURATOR, "delete": CURATOR},
    "timeline_source": {**FULL, **TABLES, "without_address": CURATOR, "put_back": CURATOR},
    "timeline_timeline": {
        **FULL,
        "import": CURATOR,
        "check": CURATOR,
        "put_back": CURATOR,
        "events": CURATOR,
        "publish": EDITOR,
        "compose": CURATOR,
        "composition": CURATOR,
        "preview": CURATOR,
        "preview_page": CURATOR,
        "since": CURATOR,
        "duplicate": CURATOR,
        "export_draft": CURATOR,
        "translations": CURATOR,
    },
    "timeline_change": {**READ, "put_back": EDITOR},
    "timeline_proposedchange": {
        **READ,
        "decide": EDITOR,
        "of": CURATOR,
        "told": CURATOR,
        "take_back": CURATOR,
    },
}
# The actions on the rows selected in a list.
ACTIONS: dict[str, dict[str, Who]] = {
    "timeline_event": {
        "approve": EDITOR,
        "reject": CURATOR,
        "merge_selected": CURATOR,
        "make_timeline": CURATOR,
        "delete_selected": EDITOR,
    },
    "timeline_actor": {"confirm": CURATOR, "merge_selected": CURATOR, "delete_selected": EDITOR},
    "timeline_ignoredname": {"delete_selected": CURATOR},
    "timeline_source": {"fill_in": CURATOR, "join_as_editions": CURATOR, "delete_selected": EDITOR},
    "timeline_timeline": {"delete_selected": EDITOR},
    "timeline_change": {},
    "timeline_proposedchange": {"accept_selected": EDITOR, "refuse_selected": EDITOR},
}
# What is done: who may, and who may only propose it, so that it waits for an Editor.
DEEDS: dict[str, tuple[Who, Who | None]] = {
    "change an event that is not published": (CURATOR, None),
    "change a published event, its passages and its actors": (EDITOR, CURATOR),
    "publish an event": (EDITOR, None),
    "reject a proposed event": (CURATOR, None),
    "withdraw a published event": (EDITOR, None),
    "merge and split events that are not published": (CURATOR, None),
    "merge and split published events": (EDITOR, CURATOR),
    "undo a merge or a split of published events": (EDITOR, CURATOR),
    "cite a passage for a published event": (EDITOR, CURATOR),
    "settle a dispute about an event that is not published": (CURATOR, None),
    "settle a dispute about a published event": (EDITOR, CURATOR),
    "change a timeline that is not published": (CURATOR, None),
    "change a published timeline, its chapters and its story": (EDITOR, CURATOR),
    "choose the events of a published timeline": (EDITOR, CURATOR),
    "publish and withdraw a timeline": (EDITOR, None),
    "set times for publishing and withdrawing": (EDITOR, None),
    "undo a change of something published": (EDITOR, CURATOR),
    "import a table that changes published events": (EDITOR, CURATOR),
    "accept and refuse proposed changes": (EDITOR, None),
    "change actors and sources": (CURATOR, None),
    "merge and split actors who have a public page, and undo that": (EDITOR, CURATOR),
    "translate a published timeline and its events": (EDITOR, CURATOR),
    "delete events, timelines, actors and sources": (EDITOR, None),
    "submit articles": (CURATOR, None),
    "make accounts and put people into groups": (SUPERUSER, None),
}


def add(pages: dict[str, dict[str, Who]], actions: dict[str, dict[str, Who]]) -> None:
    """Add the pages and actions of another app."""
    PAGES.update(pages)
    ACTIONS.update(actions)


def who_may_open(name: str) -> Who | None:
    """Who may open the page whose address has that name, such as timeline_event_review; None if the table has no such page."""
    for model, pages in PAGES.items():
        page = name.removeprefix(f"{model}_")
        if page != name and page in pages:
            return pages[page]
    return None


def standing_of(user) -> Who:
    """What somebody is in this table."""
    if user.is_superuser:
        return SUPERUSER
    groups = set(user.groups.values_list("name", flat=True)) if user.is_authenticated else set()
    return EDITOR if "Editor" in groups else CURATOR if "Curator" in groups else STAFF


def may(who: Who, deed: str) -> str:
    """Whether somebody may do that: "yes", "no" or "proposes"."""
    least, proposes = DEEDS[deed]
    return "yes" if who >= least else "proposes" if proposes is not None and who >= proposes else "no"


def deeds_for(*standings: Who) -> list[tuple[str, list[str]]]:
    """Each deed with whether those may do it."""
    return [(deed, [may(who, deed) for who in standings]) for deed in DEEDS]


def as_markdown() -> str:
    """The tables for docs/permissions.md."""
    lines = ["| what | Curator | Editor | superuser |", "|---|---|---|---|"]
    lines += [f"| {deed} | {' | '.join(cells)} |" for deed, cells in deeds_for(CURATOR, EDITOR, SUPERUSER)]
    lines += ["", "| page or action of the admin | who |", "|---|---|"]
    for kind, table in (("pages", PAGES), ("actions", ACTIONS)):
        for model in sorted(table):
            by_who: dict[Who, list[str]] = {}
            for name, who in table[model].items():
                by_who.setdefault(who, []).append(f"`{name}`")
            lines += [
                f"| {kind} of `{model}`: {', '.join(sorted(by_who[who]))} | {who.words} |"
                for who in sorted(by_who)
            ]
    return "\n".join(lines) + "\n"
