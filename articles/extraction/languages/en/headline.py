"""An English clause as a title: subject, verb and objects, in the present tense if the kind of event is known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from articles.extraction.clause import Clause
from articles.extraction.english_words import classes_of
from articles.extraction.wording import EXTRACT, RULE, Wording, balanced, capitalized

from .clauses import ASIDES
from .cutting import BETWEEN, HANGING, TRAILING, cut
from .lead_ins import LEFT_OUT_OF_TITLE
from .lexicon import DETERMINERS, PREPOSITIONS, PRONOUNS, kinds_of_nouns, present

HAVING = re.compile(r"^having\s")  # "Ida Brandt having lost the vote" lost it
LONGEST = 90  # characters of a title
SHORT = 72  # characters of the longest clause that is put into the present tense
# The beginning of a second statement, which the title leaves out.
HARD = re.compile(
    r";|\s(?:--|—|–|-)\s|\sand\s(?:which|who|whom|whose)\b|,\s(?:and|but|while|which|who|whose|where|although|though|however|or|so|yet|according|he|she|it|they|said)\b|(?<=[a-z\d])[.?!][”\"’']?$|[.?!][”\"]\s"
)
SPOKEN = re.compile(r":\s|,\s[“\"]")  # a quotation follows
# A participle that only led to a date: "the runoff held [on 29 December]".
DANGLING = re.compile(
    r"(?<=[a-z]{3})(?<!\bhas)(?<!\bhad)(?<!\bwas)(?<!\bbeen)(?<!\bwere)(?<!ly),?\s(?:held|begun|scheduled|dated|released|published|issued|slated|due|expected|set)$"
)
# "Ida Brandt, whom the court freed": the object of its clause.
WHOM = re.compile(
    r"(?:^(?P<noun>(?:The|An?)\s[^,;]{3,50}?)|(?P<name>(?:[A-Z][\w.’'-]*\s)+[A-Z][\w.’'-]*)),?\swhom\s$"
)
PARTICLE = re.compile(r"(?:over|off|out|up|down|away)")  # all that follows a verb: "was handed over"
ARTICLE = re.compile(r"^(?:the|a|an)\s(?=\S)", re.IGNORECASE)
OPENING = re.compile(
    r"^(?:that|meanwhile|also|then|however|later|earlier|similarly|additionally|and|but|so(?!\scalled)|as|while|though|although|after|yet|still|thus|therefore|moreover|furthermore|first|finally),?\s",
    re.IGNORECASE,
)


def headline(
    sentence: str,
    clause: Clause,
    clauses: Sequence[Clause],
    dates: Sequence[tuple[int, int]],
    kind: str,
    subject: str = "",
) -> Wording:
    """The clause as a title (its basis "extract" or "rule"); ``dates`` are spans of the sentence; ``subject`` replaces a pronoun."""
    if clause.lemma in SPEAKER_LAST and sentence[: clause.start].endswith(("as ", "as first ")):
        clause = next((c for c in clauses if not c.depth), clause)  # ", as announced by her office"
    who = subject or subject_words(sentence, without_asides(clause, clauses), dates)
    verb = HAVING.sub("had ", plain(sentence, (clause.start, clause.end), dates))
    stop = _stop(sentence, clause, clauses)
    whole = plain(sentence, (clause.end, stop), dates)
    is_bare = clause.lemma == "tell" or not whole.strip(" .") or whole.split()[0].lower() in PREPOSITIONS
    lemma = clause.lemma
    if lemma in SPEAKER_LAST and len(whole.split()) < MANY_WORDS and is_bare and clause.subject[0] > 20:
        said = _said_before(sentence, clause, dates)
        whole, lemma = (said, "say") if said else (whole, lemma)
        verb = "said" if clause.lemma == "tell" else verb
    if whom := WHOM.search(sentence, 0, clause.subject[0]):
        noun = whom["noun"]
        whole = f"{noun[0].lower()}{noun[1:]} {whole}" if noun else f"{whom['name']} {whole}"
    hard = next((m for m in HARD.finditer(whole) if not BETWEEN.search(whole[: m.start()])), None)
    ends = [m.start() for m in (hard, None if clause.lemma in SAYS else SPOKEN.search(whole)) if m]
    whole = DANGLING.sub("", HANGING.sub("", whole[: min(ends)] if ends else whole))
    is_plain = kind not in ("", "other", "statement") and NAMED.search(ARTICLE.sub("", who))
    if is_plain and (reworded := _in_the_present(clause, who, verb, whole)):
        title, basis = reworded, RULE
    else:
        title, basis = _fitted(who, verb, whole, lemma), EXTRACT
    title = re.sub(r"\s+([,.;:])", r"\1", title)
    short = TRAILING.sub("", title)
    if (PARTICLE.fullmatch(whole) or (short.endswith("sworn") and whole == "in")) and not short.endswith(
        whole
    ):
        short = f"{short} {whole}"
    title = capitalized(balanced(short.strip(" ,;:-—–.")))
    parts = (("subject", who), ("predicate", verb), ("object", whole))
    first = min(clause.subject[0], clause.start) if clause.subject[1] else clause.start
    return Wording(title, basis, sentence[first:stop], parts)


def without_asides(clause: Clause, clauses: Sequence[Clause]) -> Clause:
    """The clause with its subject cut before a participle: "the state of emergency [begun in November] ended"."""
    first, last = clause.subject
    cut = min((c.start for c in clauses if c.is_reduced and first < c.start < last), default=last)
    return replace(clause, subject=(first, cut))


def subject_words(sentence: str, clause: Clause, dates: Sequence[tuple[int, int]]) -> str:
    """The subject without dates, asides and introductory words; "" for a pronoun."""
    words = re.sub(r"^['’]s\s", "", plain(sentence, clause.subject, dates).strip(" ,"))
    while (shorter := OPENING.sub("", words)) != words:
        words = shorter
    if re.match(r"[’']s\s", sentence[slice(*clause.subject)]):
        return ""  # "what's happening"
    if words.lower() in PRONOUNS | {"who", "which", "that", "this", "these", "those", "there"}:
        return ""
    if words.partition(" ")[0].lower() in PREPOSITIONS:  # "Kishida's trip to Seoul, announced by"
        first = re.compile(r"(?:^|[,;:.]\s)(?P<all>[^,;:.]{0,60})$").search(sentence, 0, clause.subject[0])
        lead = plain(sentence, (first.start("all"), clause.subject[0]), dates) if first else ""
        words = f"{lead} {words}" if lead and lead.partition(" ")[0].lower() not in PREPOSITIONS else words
    named, _, apposition = words.partition(", ")
    if apposition and " and " not in apposition:
        words = (
            apposition
            if named.split()[-1:] and named.split()[-1].islower() and A_NAME.match(apposition)
            else named
        )
    return words


def plain(sentence: str, span: tuple[int, int], dates: Sequence[tuple[int, int]]) -> str:
    """The words of a span without dates and their prepositions, and without anything in brackets or between dashes."""
    text = sentence[slice(*span)]
    for start, end in reversed(dates):
        if span[0] <= start and end <= span[1]:
            is_attribute = OF_A_NOUN.search(text[: start - span[0]]) and NOUN.match(text, end - span[0])
            is_sworn = sentence[: span[0]].endswith("sworn") and text[: start - span[0]] == " in "
            lead = None if is_attribute or is_sworn else LEFT_OUT_OF_TITLE.search(text[: start - span[0]])
            first = lead.start() if lead else start - span[0]
            after = text[end - span[0] :]
            if OWNS_A_NOUN.match(after):  # "in [Friday's] election" stays "in the election"
                first, before = start - span[0], text[: start - span[0]]
                after = after if DETERMINED.search(before) else f"the {after.partition(' ')[2]}"
            after = re.sub(r"^['’]s?(?=\s)", "", after)
            after = AS_ANOTHER.sub("", after) if SAME_DAY.search(sentence, start, end) else after
            before = _indefinite(text[:first], after.lstrip()) if is_attribute else text[:first]
            text = f"{before} {after}"
    text = re.sub(r"\([^)]*\)?|\[\d+\]", " ", ASIDES.sub(" ", text))
    text = LEFT_OVER.sub("", text) if dates else text
    return re.sub(r"\s+([,.;:])", r"\1", " ".join(text.split())).strip()


def _indefinite(before: str, after: str) -> str:
    """The words before a date with "a" or "an" as the word behind it needs it: "an [August] swearing-in"."""
    article = re.search(r"\b[Aa]n?\s?$", before)
    if article is None or not after or after[0] == "u":
        return before
    return f"{before[: article.start() + 1]}{'n' if after[0] in 'aeio' else ''} "


# "ruled on the same day [as the other court], finding"
SAME_DAY = re.compile(r"\bsame\b")
AS_ANOTHER = re.compile(r"^\sas\s[^,.;:]+")
A_NAME = re.compile(r"(?:the\s)?[A-Z]")  # "the ferry, the Estonia," is the Estonia
# A date that owns the noun behind it, and a determiner before one.
OWNS_A_NOUN = re.compile(r"['’]s?\s(?=[a-z])")
DETERMINED = re.compile(r"\b(?:the|an?|its|his|her|their|this|that)\s$", re.IGNORECASE)
LEFT_OVER = re.compile(
    r"\s?,\s(?:[a-z]+ed|begun|held|made|born|built|written|taken)\s{1,2},(?=\s)"
)  # of ", begun [in May],"
# A date within a phrase, which is left out alone: "out of the [1994] agreement".
OF_A_NOUN = re.compile(r"\b(?:the|a|an|its|his|her|their)\s$", re.IGNORECASE)
NOUN = re.compile(
    r"\s(?!(?:and|or|but|to|in|on|at|by|for|with|when|after|before|as|until|because|that)\b)[a-z]"
)


def _stop(sentence: str, clause: Clause, clauses: Sequence[Clause]) -> int:
    """Where the clause ends: at the next main clause with a subject of its own."""
    if clause.is_reduced and (after := next((c for c in clauses if c.start > clause.end), None)):
        ends = (sentence.find(sign, clause.end, after.start) for sign in (", ", " and "))
        return min(
            (end for end in ends if end > 0), default=after.start
        )  # "the emergency begun in May ended"
    if clause.is_reduced and (end := UNTIL.search(sentence, clause.end)):
        return end.start()
    if clause.depth and (main := _main_behind(sentence, clause, clauses)):
        return main.start
    if clause.depth and (end := RELATIVE_END.search(sentence, clause.end)):
        return end.start()  # "the talks, which began in June, went nowhere"
    for other in clauses:
        if other.start > clause.end and not other.depth and other.subject[0] > clause.end:
            link = NEXT_CLAUSE.search(sentence, clause.end, other.subject[0])
            if link:
                return len(NAME_BEFORE.sub("", sentence[: link.start()]))
    return len(sentence)


def _main_behind(sentence: str, clause: Clause, clauses: Sequence[Clause]) -> Clause | None:
    """The main clause that goes on behind a relative one: "the raid that hurt nine [was condemned]"."""
    if not RELATIVE_LEAD.fullmatch(sentence, clause.subject[1], clause.start):
        return None
    behind = (c for c in clauses if c.start > clause.end and c.subject == clause.subject and not c.depth)
    return next(behind, None)


RELATIVE_LEAD = re.compile(r".*\b(?:who|which|that)\s(?:\w+\s)?")
# Who speaks, by name before the office: "... will go on, Ada Lund[, head of the union, said]".
NAME_BEFORE = re.compile(r",\s(?:[A-Z][\w.’'-]+\s?){1,4}$")
MANY_WORDS = 9  # between a speaker who comes last and the end: "said in a statement to the press"
SPEAKER_LAST = frozenset("say announce report state add confirm declare warn tell".split())


def _said_before(sentence: str, clause: Clause, dates: Sequence[tuple[int, int]]) -> str:
    """What is said, where the speaker comes last: "The talks will go on, the ministry announced"."""
    before = sentence[: clause.subject[0]].rstrip()
    if not before.endswith((",", ",”", ',"', "”", '"')):
        return ""
    words = plain(sentence, (0, len(before)), dates).strip(' ,“”"')
    if len(words) > LONGEST:
        words = LONG_RELATIVE.sub(" ", words, count=1)
    if SPEAKER_HERSELF.search(words):
        return ""
    first = words.partition(" ")[0]
    if first[1:].islower() and (first.lower() in DETERMINERS or classes_of(first.lower())):
        words = words[:1].lower() + words[1:]
    return words if words.partition(" ")[0].lower() not in PREPOSITIONS else ""


# "the daughter of a writer [who is often called a prophet] was killed"
LONG_RELATIVE = re.compile(
    r",?\s(?:who|which|that)\s(?:is|are|was|were|has|had|have)\s.{3,80}?,?\s(?=(?:was|were|has|have|had|will)\s[a-z]+\b)"
)
SPEAKER_HERSELF = re.compile(r"\b(?:I|we|We|my|our|Our|us|you|You)\b")
RELATIVE_END = re.compile(r",\s(?![a-z]+ing\b)")
UNTIL = re.compile(r",\s(?:until|unless|when|while|because|after|before)\b")
NAMED = re.compile(r"^(?!\w+ing\b).*\b[A-Z]")  # a subject with a name in it
NEXT_CLAUSE = re.compile(r"(?:,?\s(?:and|but|or|while)|[,;])\s*$")
SAYS = frozenset("say tell add state declare warn argue insist write note claim call describe".split())


def _in_the_present(clause: Clause, who: str, verb: str, whole: str) -> str:
    """The whole clause as a headline: "Kishida visits Seoul", "Three students released"; "" for clauses that cannot be reworded."""
    if clause.is_planned:
        said = f"to be {clause.words.lower()}" if clause.is_passive else f"to {clause.lemma}"
    elif clause.is_passive:
        said = clause.words.lower()
    elif clause.lemma in ("be", "have") or not clause.is_past or " " in verb and not clause.is_perfect:
        return ""
    else:
        said = present(clause.lemma, plural=is_plural(who))
    title = " ".join([ARTICLE.sub("", who), said, whole]).strip()
    return title if len(title) <= SHORT else ""


def _fitted(who: str, verb: str, whole: str, lemma: str) -> str:
    """The original words, cut at the end of a phrase if they are too long for a title."""
    head = " ".join(part for part in (who, verb) if part)
    if len(head) > LONGEST - 20:
        head = " ".join(part for part in (_short_subject(who), verb) if part)
    room = max(LONGEST - len(head) - 1, 24)
    if len(whole) <= room:
        return f"{head} {whole}"
    return f"{head} {HANGING.sub('', cut(whole, room, lemma))}"


def _short_subject(who: str) -> str:
    """A long subject cut at the end of a phrase, but never within a list of those who act."""
    short = cut(who, 50)
    left_out = RELATIVE.split(who[len(short) :], maxsplit=1)[0]
    return who if re.search(r"\band\b", left_out) and len(who) <= LONGEST else short


RELATIVE = re.compile(r",?\s(?:who|which|that|whose|where|including)\b")


def is_plural(subject: str) -> bool:
    if ", and " in subject:
        return True
    words = subject.split()
    head = next(
        (n for n, w in enumerate(words) if w.lower() in PREPOSITIONS or w in ("who", "which", ",")),
        len(words),
    )
    if not head or " and " in f" {' '.join(words[:head])} ":
        return head > 0
    word = words[head - 1]
    if word.lower() in MANY or words[0].lower() in MANY or word.endswith("men"):
        return True
    is_common = word.islower() or len(words[:head]) == 1 and word.lower() in kinds_of_nouns()
    return is_common and word.endswith("s") and not word.endswith(("ss", "us", "is", "'s", "’s"))


MANY = frozenset(
    "people men women police children they we troops two both three four five six dozens hundreds thousands several many all".split()
)


def governing(clauses: Sequence[Clause], start: int, end: int) -> Clause | None:
    """The clause whose verb is at start..end, else the innermost clause around it."""
    verbs = [c for c in clauses if c.start < end and start < c.end]
    if verbs:
        return verbs[0]
    around = [c for c in clauses if covers(c, start)]
    main = around or [c for c in clauses if not c.depth]
    return min(main, key=lambda c: (c.is_reduced, abs(c.start - start)), default=None)


def covers(clause: Clause, position: int) -> bool:
    """Whether the position lies in the subject, verb or objects of the clause."""
    spans = (clause.subject, (clause.start, clause.end), clause.rest)
    return any(first <= position < last for first, last in spans)


def clause_words(sentence: str, clause: Clause) -> str:
    first = min(clause.subject[0], clause.start) if clause.subject[1] else clause.start
    return sentence[first : max(clause.end, clause.rest[1])]


NAMED_BY_NOUN = frozenset(("summit", "election", "conflict", "protest", "period", "agreement", "anniversary"))
LEFT_OF_NOUN = re.compile(
    r"(?:(?:[A-Z][\w.’'-]*|[a-z]+(?:ial|al|ic|ary|ian|ive|ed)|(?:snap|local|general|deadly|first|second|third|joint|failed))\s){1,5}$"
)
RIGHT_OF_NOUN = re.compile(
    r"(?:[a-z]*)(?:\s(?:of|in|on|against|between|with|at)\s(?:the\s|its\s|their\s)?(?:[a-z]+\s){0,3}?(?:[A-Z][\w.’'-]*|[a-z]+s\b)(?:\s(?:[A-Z][\w.’'-]*|in|and|of)(?=\s[A-Z])|\s[A-Z][\w.’'-]*)*)?"
)


def noun_phrase(sentence: str, start: int, end: int, dates: Sequence[tuple[int, int]]) -> str:
    """An event's noun with the words that identify it ("Camp David summit"); "" if nothing does."""
    left = LEFT_OF_NOUN.search(sentence, max(0, start - 60), start)
    right = RIGHT_OF_NOUN.match(sentence, end)
    stop = min([right.end() if right else end, *(first for first, _ in dates if first >= end)])
    words = plain(sentence, (left.start() if left else start, stop), dates)
    words = TRAILING.sub("", ARTICLE.sub("", words))
    return capitalized(words) if re.search(r"\s.*[A-Z]|^[A-Z].*\s|between|relations", words) else ""


def is_pronoun(sentence: str, clause: Clause) -> bool:
    return sentence[slice(*clause.subject)].lower() in ("he", "she", "it", "they")


def extract_of(sentence: str, dates: Sequence[tuple[int, int]]) -> Wording:
    """The beginning of a sentence in which no clause was found."""
    words = plain(sentence, (0, len(sentence)), dates)
    title = balanced(TRAILING.sub("", cut(words, LONGEST)).strip(" ,;:-."))
    return Wording(capitalized(title), EXTRACT, sentence)
