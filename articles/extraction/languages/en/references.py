"""Whom a definite noun means that names nobody: "the two countries", "the president", "the country", "the activist".

Positions are characters of the passage, unless they are said to be of the article.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from articles.extraction.actors import FULL_NAME, NAME, find_name
from articles.extraction.clause import Clause
from articles.extraction.linking import claim_actor

from .clauses import find_clauses
from .headline import subject_words
from .owners import possessive
from .titles import join_names, short_name

if TYPE_CHECKING:
    from articles.extraction.article import Article, Passage

OFFICE = re.compile(
    r"(?:The|the)\s(?P<office>(?:(?:vice|deputy|prime|foreign|defen[cs]e|finance|interior|justice|chief|secretary)[\s-])?"
    r"(?:president|minister|premier|chancellor|king|queen|pope|emperor|prince|princess|general|governor|mayor|ambassador|secretary|speaker|senator|judge))"
)
PERSON = re.compile(
    r"(?:The|the)\s(?:[a-z-]+\s){0,3}(?:leader|politician|activist|candidate|lawmaker|journalist|businessman|businesswoman|pastor|priest|lawyer|figure|dissident|suspect|defendant|diplomat|envoy|commander)"
)
# "Ida Brandt, whose father died"
WHOSE = re.compile(r"(?P<name>[A-Z][\w.’'-]*(?:\s[A-Z][\w.’'-]*)*),?\swhose\s$")
FORMER = re.compile(
    r"(?:The|the)\s(?:former|ousted|deposed)\s(?P<office>president|prime minister|chancellor|king)"
)
THING = re.compile(
    r"(?:The|the)\s(?P<noun>operation|treaty|accord|agreement|protocol|convention|conference|summit|referendum)"
)
COUNTRY = re.compile(r"(?:The|the)\s(?:[a-z-]+\s){0,2}(?:country|nation|republic|kingdom)")
BODY = re.compile(
    r"(?:The|the)\s(?:[a-z-]+\s)?(?P<noun>court|tribunal|party|ministry|council|commission|committee|union|agency|company|airline|firm|carrier|manufacturer|maker|bank|group|bloc|organi[sz]ation|network|movement|newspaper|alliance|coalition|federation|association)"
)
# Nouns of firms and groups, which their names need not contain.
ANY_BODY = frozenset(
    "company airline firm carrier manufacturer maker group bloc organisation organization network movement newspaper".split()
)
REACH = 3000  # characters before a noun in which its name is looked for
MANY_TIMES = 3  # how often the one person is named of whom a text tells
PEOPLE_OF = re.compile(
    rf"(?P<name>{NAME}(?:\ (?:[A-Z]\.\ )?(?:al-|bin\ |de\ |van\ |von\ )?{NAME}){{0,3}})", re.X
)


def name_of(passage: Passage, clause: Clause, subject: str) -> str:
    """The name of those whom a definite noun means as the subject of a clause; "" if that is unclear, or it is no such noun."""
    position = passage.sentence.start + clause.subject[0]
    if group := _of_group(passage, clause):
        return group
    if office := OFFICE.fullmatch(subject):
        return _holder(passage.article, position, office["office"])
    if former := FORMER.fullmatch(subject):
        return _holder(
            passage.article,
            position,
            former["office"],
            r"\b(?:[Ff]ormer|[Ee]x-|[Oo]usted|[Dd]eposed)\b[^.,;]{0,30}?",
        )
    if thing := THING.fullmatch(subject):
        return _thing(passage.article, position, thing["noun"])
    if owner := WHOSE.search(passage.text, 0, clause.subject[0]):
        return f"{possessive(owner['name'])} {subject}"
    if COUNTRY.fullmatch(subject):
        return _country(passage.article, position)
    if body := BODY.fullmatch(subject):
        return _body(passage.article, position, body["noun"]) or _told_of(passage, body["noun"])
    return _main_person(passage.article) if PERSON.fullmatch(subject) else ""


GROUP_ALONE = re.compile(r"(?:(?:The|the)\s)?$")


def _of_group(passage: Passage, clause: Clause) -> str:
    """Who "the two countries" or "both leaders" are, where that is the whole subject."""
    first, last = clause.subject
    group = [m for m in passage.mentions if m.form == "group" and first <= m.start and m.end == last]
    if not group or not GROUP_ALONE.fullmatch(passage.text, first, group[0].start):
        return ""
    return join_names([short_name(claim_actor(m, "participant")) for m in group])


def _holder(article: Article, position: int, office: str, lead: str = r"\b") -> str:
    """The person named last with an office before a position of the article: "President Kais Saied" for "the president".

    ``lead`` is a pattern of what must stand before the office.
    """
    before = article.text[max(0, position - REACH) : position]
    titled = re.compile(rf"{lead}(?i:{office.replace(' ', chr(92) + ' ')})\s{PEOPLE_OF.pattern}", re.VERBOSE)
    names = [m["name"] for m in titled.finditer(before) if m["name"][0].isupper()]
    return names[-1] if names and find_name(_full(article, names[-1])) else ""


def _full(article: Article, name: str) -> str:
    """The full name that ends with a family name in the article, else the name as it is."""
    if " " in name:
        return name
    return next((m["name"] for m in FULL_NAME.finditer(article.text) if m["name"].endswith(f" {name}")), name)


def _body(article: Article, position: int, noun: str) -> str:
    """The body named last whose name ends with a noun: "the Constitutional Court" for "the court"."""
    head = noun.capitalize()
    named = re.compile(rf"\b(?P<name>(?:[A-Z][\w’'-]+\s(?:(?:of|for|and|the)\s)*){{1,5}}{head})\b(?!\s[A-Z])")
    found = [m["name"] for m in named.finditer(article.text, max(0, position - REACH), position)]
    name = re.sub(r"^(?:The|A|An|In|On|But|And|While|When)\s", "", found[-1]) if found else ""
    return f"the {name}" if " " in name else ""


def _thing(article: Article, position: int, noun: str) -> str:
    """The one treaty or operation of which a text has given the name: "Operation Tern" for "the operation"; "" if there are two."""
    head = noun.capitalize()
    named = re.compile(
        rf"\b(?:{head}(?:\s[A-Z][\w’'-]+){{1,4}}|(?:[A-Z][\w’'-]+\s(?:(?:of|for|and|on)\s)?){{1,6}}{head})\b"
    )
    found = {re.sub(r"^(?:The|A|An|In|On)\s", "", m) for m in named.findall(article.text[:position])}
    name = found.pop() if len(found) == 1 else ""
    return "" if " " not in name else name if name.startswith(head) else f"the {name}"


def _told_of(passage: Passage, noun: str) -> str:
    """The firm or group by whose name the sentence before begins, for "the company"."""
    if noun not in ANY_BODY:
        return ""
    before = passage.article.before(passage.sentence)
    main = next((c for c in find_clauses(before) if not c.depth), None) if before else None
    words = subject_words(before, main, ()) if main else ""
    is_name = re.fullmatch(r"(?:The\s|the\s)?(?:[A-Z][\w’'&.-]*\s?){1,5}", words)
    start = passage.article.text.rfind(before, 0, passage.sentence.start)
    people = passage.article.mentions_between(start, start + len(before))
    is_other = any(
        m.actor.kind in ("person", "state") and passage.article.text[m.start : m.end] in words for m in people
    )
    return words if is_name and not is_other else ""


def _country(article: Article, position: int) -> str:
    """The one state that a text is about, if no other was named since."""
    near = article.mentions_between(max(0, position - 400), position)
    states = [m.actor.name for m in near if m.actor.kind == "state" and m.form != "group"]
    about = [state.name for state in article.main_states]
    return about[0] if about and (not states or states[-1] == about[0]) else ""


def _main_person(article: Article) -> str:
    """The person whom a text names far more often than any other."""
    names = {m["name"] for m in FULL_NAME.finditer(article.text) if _is_person(article, m["name"])}
    counts = {name: len(re.findall(rf"\b{re.escape(name.split()[-1])}\b", article.text)) for name in names}
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    if not ranked or ranked[0][1] < MANY_TIMES or len(ranked) > 1 and ranked[1][1] * 2 > ranked[0][1]:
        return ""
    return ranked[0][0]


def _is_person(article: Article, name: str) -> bool:
    """Whether capitals name a person, and no people such as "West African"."""
    actor = find_name(name)
    last = name.split()[-1]
    known = article.gazetteer.by_name.get(last)
    is_other = last in article.gazetteer.people or known is not None and known.kind != "person"
    return actor is not None and actor.kind == "person" and not is_other
