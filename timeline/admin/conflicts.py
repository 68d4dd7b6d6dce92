"""Two people at one form: what the first saved is kept, shown to the second, and never overwritten unseen."""

import json

from django import forms
from django.utils.html import format_html, format_html_join

from timeline.history import last_change

NOTHING = "(nothing)"


class OpenedForm(forms.ModelForm):
    """A form that carries what it showed when it was opened.

    A field that somebody else, or an ingestion, has changed since keeps their value if it was not touched here. Where
    both changed it, saving is refused once, and the difference shown; saving again overwrites knowingly.
    """

    opened = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.taken_over: list[str] = []
        if self.instance.pk:
            self.initial["opened"] = json.dumps(self._shown(), ensure_ascii=False)

    def _shown(self) -> dict[str, object]:
        """What the stored row says, field by field, as the form would show it."""
        return {
            name: _plain(field.prepare_value(self.get_initial_for_field(field, name)))
            for name, field in self.fields.items()
            if name != "opened" and not field.disabled
        }

    @property
    def changed_data(self):
        return [name for name in super().changed_data if name != "opened" and name not in self.taken_over]

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        opened = _read(cleaned.pop("opened", ""))
        if self.instance.pk and opened:
            self._lock()
            self._compare(opened)
        return cleaned

    def _lock(self):
        # The lock makes a second editor wait for the first, and then see what the first saved.
        stored = type(self.instance)._default_manager.select_for_update().filter(pk=self.instance.pk).first()
        if stored is not None:
            # What the form does not show is saved with it: as it stands now, not as it stood when the form was opened.
            for column in stored._meta.concrete_fields:
                if column.name not in self.fields:
                    setattr(self.instance, column.attname, getattr(stored, column.attname))
            fresh = forms.models.model_to_dict(stored, [n for n in self.fields if n != "opened"])
            self.initial |= fresh
            self.__dict__.pop("changed_data", None)

    def _compare(self, opened: dict[str, object]) -> None:
        theirs = self._shown()
        clashes = []
        for name, then in opened.items():
            if name not in theirs or theirs[name] == then:
                continue
            mine = _plain(self[name].value())
            if mine == then:
                self._take_over(name)
            elif mine != theirs[name]:
                clashes.append(name)
        if clashes:
            # What is shown now is what the next attempt to save has seen.
            self.data = self.data.copy()
            self.data[self.add_prefix("opened")] = json.dumps(theirs, ensure_ascii=False)
            for name in clashes:
                self.add_error(name, self._difference(name, opened[name], theirs[name]))

    def _take_over(self, name: str) -> None:
        """Keep what somebody else saved in a field that was left alone here."""
        field = self.fields[name]
        self.cleaned_data[name] = field.clean(self.get_initial_for_field(field, name))
        self.taken_over.append(name)

    def _difference(self, name: str, then: object, now: object) -> str:
        change = last_change(self.instance, {name})
        who = change.author_name if change else "an ingestion"
        return format_html(
            "Saved meanwhile by {}: “{}”, where you had opened “{}”. Yours is still here: save again to put it in "
            "the place of theirs, or take theirs over.",
            who, self._words(name, now), self._words(name, then),
        )  # fmt: skip

    def _words(self, name: str, value: object) -> str:
        choices = getattr(self.fields[name], "choices", None)
        if isinstance(value, list):
            return format_html_join(", ", "{}", ((self._words(name, v),) for v in value)) or NOTHING
        if choices is not None and value:
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                row = field.queryset.filter(pk=value).first()
                return str(row or value)
            return str(dict(choices).get(value, value))
        return str(value) if value not in ("", None) else NOTHING


def _plain(value: object) -> object:
    """A value as text, however it was given: a stored one or what a form posted."""
    if isinstance(value, list | tuple | set):
        return sorted(str(getattr(v, "pk", v)) for v in value)
    if isinstance(value, bool):
        return "yes" if value else ""
    return "" if value is None else str(getattr(value, "pk", value)).replace("\r\n", "\n").strip()


def _read(text: str) -> dict[str, object]:
    try:
        opened = json.loads(text or "{}")
    except ValueError:
        return {}
    return opened if isinstance(opened, dict) else {}
