"""Commands of a product's life: its stage, the verdict in decline, and what both rest on."""

from __future__ import annotations

from pmtui.commands.core import JSON, SHELL, Arguments, Command, Context, Effect, Parameter, Plan, without_target
from pmtui.domain.change import Change

SCREEN = "strategy"
VERDICTS = ("keep", "delete", "restart")
_REASON = Parameter("reason", "text", "Why; kept with the product.", option="--reason")
_REVIEW = Parameter("review", "text", "When to look at it again: +90d, 2027-03-31.", option="--review")
_ID = Parameter("ids", "record", "The product: id, beginning of an id or exact title.", is_required=True)


def _plan(name: str) -> Plan:
    def plan(context: Context, arguments: Arguments) -> Change | Effect:
        from pmtui.commands import lifecycle_plans  # seldom needed, and every command loads this module

        made: Plan = getattr(lifecycle_plans, name)
        return made(context, arguments)

    return plan


def ask(context: Context, arguments: Arguments) -> Effect:
    """The figures of a product with the question what follows from them."""
    from pmtui.commands.strategy import product_here

    found, _ = product_here(context)
    return Effect("ask_lifecycle", {"id": found.id if found is not None else ""})


def _no_product(context: Context) -> str | None:
    from pmtui.commands.strategy import product_here

    cursor = context.cursor
    if cursor is not None and cursor.kind not in ("product", "goal"):
        return "that is for a product: it stands in the section of that name"
    return product_here(context)[1] or None


def show(context: Context, arguments: Arguments) -> Effect:
    """The life cycle of products, for the command line."""
    return Effect("lifecycle", {**arguments, "ids": [context.resolve(one, ("product",)).id for one in arguments.get("ids") or ()]})


COMMANDS = (
    Command(
        "product.ask", "Stage and verdict", "The figures of a product, the stage that they suggest and what speaks for keep, delete and "
        "restart; one key decides, and asks why.", ask, ("V",), scope=SCREEN, blocked=_no_product, group="Life cycle", hint="stage",
    ),
    Command(
        "product.lifecycle", "Life cycle", "Tell where products stand in their life. The stage and since when, the stage that the "
        "figures suggest and why, what matters in it, what speaks for keep, delete and restart, and what depends on it.", show, (),
        (Parameter("ids", "records", "Products; all if none is named.", is_many=True), JSON), SHELL, word="lifecycle", group="Life cycle",
        example="pmtui lifecycle R-4k3",
    ),
    Command(
        "product.stage", "Stage", "Give a product its stage, with the reason.", _plan("stage"), (),
        (
            _ID, Parameter("stage", "word", "The stage: introduction, growth, maturity, decline, retired.", is_required=True), _REASON,
            _REVIEW,
        ),
        SHELL, without_target, word="stage", group="Life cycle", example='pmtui stage R-4k3 maturity --reason "It holds its level"',
    ),
    Command(
        "product.verdict", "Verdict", "Say what becomes of a product in decline. keep sets the next look; delete makes an item with the "
        "checklist of its end and what depends on it; restart takes it back to introduction.", _plan("verdict"), (),
        (
            _ID, Parameter("verdict", "word", "What becomes of it.", is_required=True, choices=VERDICTS), _REASON, _REVIEW,
            Parameter("successor", "record", "The product that follows it.", option="--successor"),
        ), SHELL, without_target, word="verdict", group="Life cycle",
        example='pmtui verdict R-4k3 delete --reason "Eleven customers are left"',
    ),
)
