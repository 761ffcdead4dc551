"""One press on one of the candidates of a doubtful reply."""

from domain.order import Choice, DealContent, DealLine
from domain.reply.draft import settled_with


def settle_reply(content: DealContent, choice: Choice) -> DealContent:
    """Return the content after a person said what a reply means for the order; 取り下げ is the caller's."""
    doubts = {name: doubt for name, doubt in content.doubts.items() if name != "reply"}
    if "set" in choice.value:
        merged = {**content.model_dump(mode="json"), **choice.value["set"]}
        return DealContent.model_validate({**merged, "doubts": {k: v.model_dump() for k, v in doubts.items()}})
    if "lines" in choice.value:
        lines = tuple(DealLine.model_validate(row) for row in choice.value["lines"])
        doubts = {name: doubt for name, doubt in doubts.items() if name not in settled_with("lines")}
        return content.model_copy(update={"lines": lines, "stated_total": None, "doubts": doubts})
    return content.model_copy(update={"doubts": doubts})
