"""Two people editing the rows of one record: rows added, changed or removed in the meantime."""

import re
from collections import defaultdict

from django import forms
from django.utils.datastructures import MultiValueDict

from timeline.models import Change
from timeline.record.history import key_of, state

from .conflicts import as_memory, as_posted, author_of, plain, read_memory

Values = dict[str, list[str]]  # the values posted for one row, by field


class SharedRows(forms.BaseInlineFormSet):
    """The rows of a record, brought up to date with the database before they are validated.

    Rows added by others are included, so that a form shown again shows all. A new row that somebody else has also added
    becomes a change of theirs. A row removed by others disappears if it was not changed here; otherwise it is kept as a
    new row, and the user is asked. No row is removed whose changes the user has not seen.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.happened: list[str] = []
        self.notices: dict[int, str] = {}
        if self.is_bound and self.instance.pk and self.management_form.is_valid():
            self._update()

    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)
        form.notice = self.notices.get(i, "")
        return form

    def _update(self) -> None:
        now = {row.pk: row for row in self.get_queryset()}
        old, new = self._posted()
        rows: list[tuple[Values, str]] = []
        kept: list[tuple[Values, str]] = []
        for values in old:
            row = now.pop(_key(values), None)
            if row is not None:
                rows.append(self._to_remove(values, row) if _is_to_go(values) else (values, ""))
            elif not _is_to_go(values):
                kept += self._gone(values)
        for row in now.values():  # added by somebody else
            same = next((values for values in new if self._is_same(values, row)), None)
            if same is None:
                rows.append((self._values(row), ""))
            else:
                new.remove(same)
                before = as_memory(self.form(instance=self.model()).shown())
                rows.append(({**same, "id": [str(row.pk)], "opened": [before]}, ""))
        self._lay_out(rows, [*((values, "") for values in new), *kept])

    def _posted(self) -> tuple[list[Values], list[Values]]:
        """The values posted for the rows the form showed, and for new ones."""
        rows: dict[int, Values] = defaultdict(dict)
        name = re.compile(rf"{re.escape(self.prefix)}-(\d{{1,6}})-(\w+)")
        for key in self.data:
            if match := name.fullmatch(key):
                rows[int(match[1])][match[2]] = self.data.getlist(key)
        numbers = range(self.total_form_count())
        count = self.initial_form_count()
        return [rows[n] for n in numbers[:count]], [rows[n] for n in numbers[count:]]

    def _lay_out(self, rows: list[tuple[Values, str]], new: list[tuple[Values, str]]) -> None:
        """Make these the posted rows: existing ones first, then new ones."""
        data = self.data.copy()
        for key in self.data:
            if re.match(rf"{re.escape(self.prefix)}-\d", key):
                del data[key]
        data[f"{self.prefix}-INITIAL_FORMS"] = str(len(rows))
        data[f"{self.prefix}-TOTAL_FORMS"] = str(len(rows) + len(new))
        for number, (values, notice) in enumerate([*rows, *new]):
            self.notices[number] = notice
            for name, value in values.items():
                data.setlist(f"{self.prefix}-{number}-{name}", value)
        self.data = data
        self.__dict__.pop("management_form", None)  # it was made from the original values

    def _values(self, row) -> Values:
        """What a form would post for an unchanged row."""
        form = self.form(instance=row)
        shown = {
            n: as_posted(f.prepare_value(form.get_initial_for_field(f, n))) for n, f in form.fields.items()
        }
        return {"id": [str(row.pk)]} | {name: value for name, value in shown.items() if value is not None}

    def _is_same(self, values: Values, row) -> bool:
        """Whether a new row is the same as one added by somebody else."""
        names = self.form.same_by
        theirs = self.form(instance=row).shown()
        mine = {name: plain((values.get(name) or [""])[-1]) for name in names}
        agree = (str(mine[name]).lower() == str(theirs.get(name)).lower() for name in names)
        return bool(names) and all(mine.values()) and all(agree)

    def _to_remove(self, values: Values, row) -> tuple[Values, str]:
        """A row to be removed; with its present values if somebody has changed it in the meantime."""
        opened, now = read_memory(values.get("opened", [""])[-1]), self.form(instance=row).shown()
        if all(now.get(name) == then for name, then in opened.items() if name in now):
            return values, ""
        notice = f"Changed by {author_of(row, set(now))} in the meantime; the present values are shown. Tick Delete again to remove it anyway."
        return self._values(row), notice

    def _gone(self, values: Values) -> list[tuple[Values, str]]:
        """A row that no longer exists here: to be added again if it was changed in the form, otherwise nothing."""
        row = self.model(pk=_key(values))
        removed = Change.objects.filter(record=key_of(row), verb=Change.Verb.REMOVED).order_by("-id").first()
        elsewhere = self.model.objects.filter(pk=row.pk).first()
        before = state(elsewhere) if elsewhere else removed.before if removed else {}
        if elsewhere:
            what, words = f" “{elsewhere}”", f"is now part of “{getattr(elsewhere, self.fk.name)}”"
        else:
            what = f" “{removed.words}”" if removed else ""
            words = f"has been removed by {removed.author_name if removed else 'an ingestion'}"
        notice = f"The {self.model._meta.verbose_name}{what} {words}."
        form, opened = self.form(MultiValueDict(values)), read_memory(values.get("opened", [""])[-1])
        if all(plain(form[n].value()) == then for n, then in opened.items() if n in form.fields):
            self.happened.append(notice)
            return []
        kept = {n: as_posted(before[n]) for n in form.fields if n not in values and n in before}
        anew = {n: v for n, v in {**kept, **values}.items() if v is not None and n not in ("id", "opened")}
        return [
            (anew, f"{notice} Your changes are still here: save again to add it again, or remove the row.")
        ]


def _key(values: Values) -> int | None:
    key = (values.get("id") or [""])[-1]
    return int(key) if key.isdecimal() and len(key) < 16 else None


def _is_to_go(values: Values) -> bool:
    return any(values.get("DELETE", []))
