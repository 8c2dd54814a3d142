"""The positioning of a product, part by part: one question at a time, and above it the sentence as it grows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pmtui.domain.sentences import positioning_sentence
from pmtui.screens.dialogs.sentence_steps import Save, SentenceDialog, Step

PARTS = (
    Step("for_", "For whom is it?", "Reads after “For”: the customers, as narrowly as you dare, such as “bakeries with one shop”."),
    Step("need", "What do they need?", "Reads after “who need”: “to know by noon what will be left over”."),
    Step("category", "What is it?", "The shelf on which customers look for it, without an article: “sales forecast”."),
    Step("benefit", "What does it do for them?", "Reads after “that”: “says each morning what to bake”."),
    Step("unlike", "What would they use instead?", "Reads after “Unlike”: a competitor, or what they do by hand."),
    Step("difference", "What sets it apart?", "Reads after “it”: what the others cannot say of themselves."),
)
"""The parts in the order of the sentence: the field, what is asked, and how it reads there."""


class PositioningDialog(SentenceDialog):
    """Asks for the parts of a positioning statement; answers whether they were saved."""

    def __init__(
        self, product: Mapping[str, object], save: Save, unsaved: Mapping[str, object] = {}, known: Sequence[str] = (),
    ) -> None:
        """Ask.

        Args:
            product: The fields of the product as they stand.
            save: Saves the parts.
            unsaved: What was typed before and not saved, by field.
            known: The names of competitors, which are offered where the alternative is asked for.
        """
        names = f" Known: {', '.join(known[:4])}." if known else ""
        steps = [
            one._replace(value=str(product.get(one.name) or ""), help=one.help + (names if one.name == "unlike" else "")) for one in PARTS
        ]
        super().__init__(
            f"Positioning of {product.get('title') or 'the product'}", steps, lambda values: positioning_sentence({**product, **values}),
            save, unsaved,
        )
