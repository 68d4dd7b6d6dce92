"""Two people editing one record: what the first saves is kept, and the second sees it before overwriting anything."""

import json

from django import forms
from django.contrib import messages
from django.db import IntegrityError
from django.db.models import CharField, TextField
from django.utils.html import format_html, format_html_join

from timeline.record.history import last_change

NOTHING = "(nothing)"


class OpenedForm(forms.ModelForm):
    """A form that remembers what it showed when it was opened.

    A field that somebody else, or an ingestion, has changed since keeps that value if it was not changed here. If both
    changed it, saving is refused once and the difference shown; saving again overwrites it deliberately.
    """

    opened = forms.CharField(widget=forms.HiddenInput, required=False)

    same_by: tuple[str, ...] = ()  # two new rows that agree in these fields are one: see SharedRows

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.taken_over: list[str] = []
        self.happened: list[str] = []  # messages on what others did meanwhile
        self.notice = ""  # a question about the row as a whole
        if self.instance.pk:
            self.initial["opened"] = as_memory(self.shown())

    def shown(self) -> dict[str, object]:
        """The stored values, field by field, as the form would show them."""
        meta = self.instance._meta
        columns = {f.name for f in (*meta.concrete_fields, *meta.many_to_many)}
        return {
            name: plain(field.prepare_value(self.get_initial_for_field(field, name)))
            for name, field in self.fields.items()
            if name in columns and not field.disabled
        }

    @property
    def changed_data(self):
        return [name for name in super().changed_data if name != "opened" and name not in self.taken_over]

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        opened = read_memory(cleaned.pop("opened", ""))
        if self.notice:
            self.add_error(None, self.notice)
        if self.instance.pk:
            self._lock()
            self._compare(opened)
        return cleaned

    def _lock(self):
        # The lock makes a second editor wait for the first, and then see what the first saved.
        stored = type(self.instance)._default_manager.select_for_update().filter(pk=self.instance.pk).first()
        self._stored = stored or self.instance
        if stored is not None:
            # Fields not in the form are saved with it: with their current values, not those from when it was opened.
            for column in stored._meta.concrete_fields:
                if column.name not in self.fields:
                    setattr(self.instance, column.attname, getattr(stored, column.attname))
            fresh = forms.models.model_to_dict(stored, [n for n in self.fields if n != "opened"])
            self.initial |= fresh
            self.__dict__.pop("changed_data", None)

    def _compare(self, opened: dict[str, object]) -> None:
        theirs = self.shown()
        clashes = []
        for name, then in opened.items():
            if name not in theirs or theirs[name] == then:
                continue
            mine = plain(self[name].value())
            if mine == then:
                self._take_over(name, theirs[name])
            elif mine != theirs[name]:
                clashes.append(name)
        if clashes or self.taken_over:
            # The next attempt to save counts as having seen the present values.
            self._post("opened", as_memory(theirs))
        for name in clashes:
            self.add_error(name, self._difference(name, opened[name], theirs[name]))

    def _take_over(self, name: str, now: object) -> None:
        """Keep what somebody else saved in a field not changed here, and show it if the form is shown again."""
        self._errors.pop(name, None)
        self.cleaned_data.pop(name, None)  # so that the row keeps its value
        column = self.instance._meta.get_field(name)
        if not column.many_to_many:
            setattr(self.instance, column.attname, getattr(self._stored, column.attname))
        self._post(name, self.fields[name].prepare_value(self.get_initial_for_field(self.fields[name], name)))
        self.taken_over.append(name)
        label, who = self.fields[name].label or name, author_of(self.instance, {name})
        self.happened.append(
            f"Changed by {who} in the meantime, and kept: {label.lower()} “{self._words(name, now)}”."
        )

    def _post(self, name: str, value: object) -> None:
        """Make the form show the value as if it had been posted."""
        self.data = self.data.copy()
        self.data.pop(self.add_prefix(name), None)
        if (posted := as_posted(value)) is not None:
            self.data.setlist(self.add_prefix(name), posted)

    def _difference(self, name: str, then: object, now: object) -> str:
        return format_html(
            "Saved by {} in the meantime: “{}”; it was “{}” when you opened the form. Your version is still here: save "
            "again to replace theirs, or copy theirs.",
            author_of(self.instance, {name}), self._words(name, now), self._words(name, then),
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


class SharedMixin:
    """Show messages on what others changed in a record while its form was open."""

    def changeform_view(self, request, *args, **kwargs):
        try:
            return super().changeform_view(request, *args, **kwargs)
        except IntegrityError:
            # Somebody saved the same at the same moment. On the second attempt it is a form error in words.
            return super().changeform_view(request, *args, **kwargs)

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        """The record was deleted while its form was open: what was written into it is shown, so that it can be copied."""
        answer = super()._get_obj_does_not_exist_redirect(request, opts, object_id)
        if request.method == "POST":
            texts = [f for f in opts.concrete_fields if isinstance(f, CharField | TextField) and not f.choices and f.name != "slug"]  # fmt: skip
            lines = [
                (f.verbose_name, words) for f in texts if (words := request.POST.get(f.name, "").strip())
            ]
            written = format_html_join("; ", "{}: “{}”", lines)
            messages.warning(
                request, format_html("It was not saved. This is what the form said: {}", written)
            )
        return answer

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        _tell(request, form, formsets)

    def render_change_form(self, request, context, *args, **kwargs):
        if request.method == "POST":
            _tell(request, context["adminform"].form, [f.formset for f in context["inline_admin_formsets"]])
        return super().render_change_form(request, context, *args, **kwargs)


def _tell(request, form, formsets) -> None:
    rows = [row for formset in formsets for row in (formset, *formset.forms)]
    for words in dict.fromkeys(words for row in (form, *rows) for words in getattr(row, "happened", [])):
        messages.info(request, words)


def author_of(row, names: set[str]) -> str:
    """Who last changed any of these fields of a row."""
    change = last_change(row, names)
    return change.author_name if change else "an ingestion"


def as_memory(shown: dict[str, object]) -> str:
    return json.dumps(shown, ensure_ascii=False)


def as_posted(value: object) -> list[str] | None:
    """A value as a form posts it; None for a box that is not ticked."""
    if isinstance(value, bool):
        return ["on"] if value else None
    if isinstance(value, list | tuple | set):
        return [str(getattr(v, "pk", v)) for v in value] or None
    return ["" if value is None else str(getattr(value, "pk", value))]


def plain(value: object) -> object:
    """A value as text, whether stored or posted by a form."""
    if isinstance(value, list | tuple | set):
        return sorted(str(getattr(v, "pk", v)) for v in value)
    if isinstance(value, bool):
        return "yes" if value else ""
    return "" if value is None else str(getattr(value, "pk", value)).replace("\r\n", "\n").strip()


def read_memory(text: str) -> dict[str, object]:
    try:
        opened = json.loads(text or "{}")
    except ValueError:
        return {}
    return opened if isinstance(opened, dict) else {}
