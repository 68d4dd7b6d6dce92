"""What a model proposes at the desk for unknown names."""

from articles.ingestion.asking.desk import is_askable, propose_name
from articles.ingestion.asking.endpoint import AskError
from timeline.admin.unknown_names import Advice, Adviser, add_adviser
from timeline.models import Actor, Citation


def advise(name: Actor, citation: Citation) -> Advice:
    try:
        proposed = propose_name(name, citation)
    except AskError as error:
        return Advice(f"The model was asked in vain: {error}.")
    if not (proposed.kind or proposed.same_as):
        return Advice("The model does not know either.")
    said = (
        f"another name of {proposed.same_as}" if proposed.same_as else f"an actor of the kind {proposed.kind}"
    )
    return Advice(f"Proposed by the model: {said}. Look before you decide.", proposed.kind, proposed.same_as)


add_adviser(Adviser(is_askable, advise))
