"""Forms of a print day."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.forms import Day, Several, helper
from counselor.accounts.models import Membership, Practice, User
from letters import access, address_labels, labels, mailing, print_runs, printers
from letters.label_sheets import LABEL_SHEETS
from letters.models import Letter, Printer, PrintRun


class StartRunForm(forms.Form):
    """Which letters of the queue are printed now, and where."""

    letters = Several(queryset=Letter.objects.none())
    printer: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Printer"), queryset=None, required=False, empty_label=_("any, nothing moved")
    )

    def __init__(self, *args: Any, membership: Membership, queue: list[Letter], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.membership = membership
        rows = access.letters(membership).filter(pk__in=[letter.pk for letter in queue])
        self.fields["letters"].queryset = rows.select_related("contact__site")  # type: ignore[attr-defined]
        self.fields["letters"].error_messages["required"] = _("Tick at least one letter.")
        self.fields["printer"].queryset = Printer.objects.filter(practice=membership.practice)  # type: ignore[attr-defined]
        self.helper = helper()

    def record(self, *, by: User) -> PrintRun:
        values = self.cleaned_data
        return print_runs.start(letters=list(values["letters"]), printer=values["printer"], by=self.membership)


class _Letters(Several):
    """Letters as a list of a run names them."""

    def label_from_instance(self, letter: Any) -> str:
        return f"{letter.application.client} · {letter.contact}, {letter.application.employer}"


class AllMailedForm(forms.Form):
    """The day on which the letters of a run were put in the mail, and those that were not."""

    on = Day(label=_("Put in the mail on"))
    but = _Letters(
        label=_("Not these"), queryset=Letter.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, run: PrintRun, letters: list[Letter], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.run = run
        self.fields["on"].initial = timezone.localdate()
        rows = Letter.objects.filter(pk__in=[letter.pk for letter in letters], places__run=run).with_names()
        self.fields["but"].queryset = rows.order_by("places__position")  # type: ignore[attr-defined]
        self.helper = helper()

    def record(self, *, by: User) -> mailing.Mailed:
        left_out = [letter.pk for letter in self.cleaned_data["but"]]
        return mailing.mail_all(run=self.run, on=self.cleaned_data["on"], by=by, but=left_out)


class LabelsForm(forms.Form):
    """Which labels lie in the printer, and where the first free one is."""

    code = forms.ChoiceField(label=_("Labels"), choices=labels.LABEL_SHEET)
    start = forms.IntegerField(
        label=_("First free label"),
        min_value=1,
        initial=1,
        help_text=_("Counted row by row from the upper left corner: 1 for a new sheet."),
    )

    def __init__(self, *args: Any, run: PrintRun, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.run = run
        self.fields["code"].initial = address_labels.usual_sheet(run)
        self.helper = helper()

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        sheet = LABEL_SHEETS.get(values.get("code", ""))
        if sheet and values.get("start", 0) > sheet.count:
            told = {"count": sheet.count}
            self.add_error("start", _("This sheet has %(count)s labels.") % told)
        return values

    def record(self, *, by: User) -> bytes:
        return address_labels.labels_pdf(self.run, print_runs.letters_of(self.run), **self.cleaned_data)


class PrinterForm(forms.ModelForm):
    """A printer, and how far its prints are moved."""

    class Meta:
        model = Printer
        fields = ("name", "right_mm", "down_mm", "envelope_right_mm", "envelope_down_mm", "even_pages")
        widgets: ClassVar = {
            name: forms.NumberInput(attrs={"step": "0.5"})
            for name in ("right_mm", "down_mm", "envelope_right_mm", "envelope_down_mm")
        }

    def __init__(self, *args: Any, practice: Practice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.practice = practice
        self.helper = helper()

    def record(self, *, by: User) -> Printer:
        values = self.cleaned_data
        if self.instance.pk:
            return printers.edit_printer(printer=self.instance, by=by, **values)
        return printers.add_printer(practice=self.practice, by=by, **values)
