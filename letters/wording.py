"""The sentences for what the proof finds, in the reader's language. The rules themselves know only codes."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from letters.proof import Finding

MESSAGES: dict[str, Promise] = {
    # Errors
    "empty_field": _("“%(field)s” is still empty."),
    "unresolved_field": _("“%(field)s” is a placeholder: nobody has filled it in."),
    "no_text": _("The letter has no text."),
    "missing_signer": _("The letter has no signer."),
    "missing_date": _("The letter has no date."),
    "missing_recipient": _("The letter is addressed to nobody."),
    "missing_address": _("The recipient has no postal address."),
    "missing_salutation": _("The letter has no salutation."),
    "recipient_elsewhere": _("%(name)s is not recorded at %(employer)s."),
    "do_not_contact": _("%(name)s asked not to be contacted."),
    "text_too_long": _("The text has %(characters)s characters; at most %(limit)s can be laid out."),
    "too_many_pages": _("The letter takes %(pages)s pages; it has to fit on one."),
    "missing_glyph": _("The letter's typeface cannot print: %(characters)s"),
    "address_too_tall": _("The address takes %(lines)s lines; this envelope shows %(capacity)s."),
    "variant_does_not_fit": _("This kind of letter does not fit where the application stands."),
    "verdict_word": _("“%(word)s” does not belong in this letter."),
    # Warnings
    "sender_without_address": _("The sender has no address, so nobody can answer by post."),
    "address_returned": _("A letter to this address came back."),
    "salutation_job_title": _("The salutation goes to a job title, not to a person."),
    "too_few_words": _("%(words)s words is very short; most good letters have 90 to 160."),
    "too_many_words": _("%(words)s words is long; most good letters have 90 to 160."),
    "too_many_paragraphs": _("%(paragraphs)s paragraphs; three read best, %(most)s at most."),
    "exclamation_marks": _("%(count)s exclamation marks; one is plenty."),
    "same_text": _("Another letter says exactly the same."),
    "reproach": _("“%(phrase)s” can sound like a reproach."),
    "pleading": _("“%(phrase)s” can sound like pleading."),
    "argument": _("“%(phrase)s” argues with the decision."),
    "legal": _("“%(phrase)s” touches on law or on something protected. That does not belong in a thank-you letter."),
    "money": _("“%(phrase)s” is about money."),
    "disparagement": _("“%(phrase)s” speaks badly of somebody."),
}

SUGGESTIONS: dict[str, Promise] = {
    "fill_detail": _("Write one thing from the conversation that only you could write: it makes this no form letter."),
    "fill_field": _("Add it to the application, and the sentence completes itself."),
    "fill_or_remove": _("Fill it in, or take the sentence out."),
    "write_text": _("Start from the template for this letter."),
    "name_signer": _("Add the client's name."),
    "set_date": _("Set the date the letter will bear."),
    "name_recipient": _("Choose the person this letter thanks."),
    "add_address": _("Add the employer's postal address."),
    "add_sender_address": _("Add the client's postal address, or print on their own stationery."),
    "choose_recipient": _("Choose a contact of this employer, or correct where this person works."),
    "do_not_write": _("Do not send a letter. Speak with your counselor if you think this is a mistake."),
    "shorten": _("Shorten the text: two good sentences about the conversation are enough."),
    "transcribe": _("Write the name in Latin letters, the way the person writes it on a business card."),
    "shorten_address_or_envelope": _("Join two lines of the address, or choose a printed envelope."),
    "choose_fitting_variant": _(
        "Choose the letter that fits, or ask your counselor to decide otherwise with a reason."
    ),
    "say_it_plainly": _("Say it without that word: the letter thanks, it does not judge."),
    "check_address": _("Ask for the right address, on their website or by a call, and change it."),
    "find_name": _("A call to the switchboard usually tells the name and how it is spelled."),
    "say_more": _("Add what you took away from the conversation."),
    "join_paragraphs": _("Join or cut paragraphs."),
    "calm_punctuation": _("End the sentences with full stops; the words carry the warmth."),
    "make_personal": _("Write a different detail for each person."),
    "thank_instead": _("Leave out what did not happen, and thank for what did."),
    "offer_instead": _("Say once that you remain interested, and leave it there."),
    "respect_choice": _("Respect the choice, even if it was the wrong one."),
    "talk_to_counselor": _("Take it out and speak with your counselor: a concern like this deserves its own way."),
    "leave_money_out": _("Leave money for a conversation."),
    "leave_out": _("Leave it out: what you say of others is what stays of you."),
}


FIELD_NAMES: dict[str, Promise] = {
    "position": _("Position"),
    "employer": _("Employer"),
    "detail": _("What you remember of the conversation"),
}


FIELD_HELP: dict[str, Promise] = {
    "position": _("the position applied for"),
    "employer": _("the employer’s name"),
    "detail": _("the client’s own words about the conversation: whole sentences"),
    "interview_on": _("the day of the latest interview"),
    "emailed_on": _("the day of the thank-you e-mail, where the client wants it named"),
    "spoken_of": _("what was spoken of, such as “the summer program”"),
    "reason": _("a reason in a sentence, where the client gives one"),
    "came_of_it": _("what came of a referral: whole sentences"),
    "timeline_request": _("a sentence that asks for the time line"),
    "feedback_request": _("a sentence that asks for feedback"),
}
"""What a merge field stands for, for those who write templates."""


def message(finding: Finding) -> str:
    """What was found, as a sentence."""
    values = {name: FIELD_NAMES.get(str(value), value) for name, value in finding.values.items()}
    return str(MESSAGES[finding.code]) % values


def suggestion(finding: Finding) -> str:
    """What to do about it."""
    return str(SUGGESTIONS[finding.suggestion])
