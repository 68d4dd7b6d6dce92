"""What each page of the desk is for, in a few sentences: shown there on demand, by the name of its address."""

from __future__ import annotations

from django.utils.translation import gettext

# Pages that every model has; a model's own words come first.
OF_ALL = {
    "changelist": "Search and filter the records, select some, and choose an action for them. A title leads to its page.",
    "add": "Enter a new record. Fields in bold are required. Ctrl+Enter saves.",
    "change": "Change the record and save it with Ctrl+Enter. If somebody else changes it while you do, both versions are shown and nothing is lost. History shows every change and undoes it.",
    "delete": "What would go with the record is listed before anything is deleted. It can be restored from Changes.",
    "history": "Who changed what, field by field, newest first. Undo sets back one change or all changes of one action, and leaves what came later.",
    "export": "The records as a table, with the search and the filters of the list.",
    "import": "Choose a table as CSV or JSON; spreadsheet programs can save one as CSV. Nothing is written until you have seen what it would do.",
    "template": "An empty table with the columns that an import understands.",
    "check": "What the import would add and change, what it cannot read, and what it leaves out. Confirm it, or start again with a mended file.",
    "put_back": "Sets back a change that the history lists.",
}
OF_PAGE = {
    "index": "What waits for you comes first, then what waits for any curator, and then what waits for an Editor. The figures beside the lists are keys: press 1 for the first.",
    "timeline_event_changelist": "All events, newest first. Filter by status to see what waits. Review them in the queue, or select some to approve, reject, merge or make a timeline of.",
    "timeline_event_change": "An event with its actors and passages. Write dates as you would say them: “6 September 2024”, “since 2022”. Passages read from an article cannot be changed, your own can. What you change is yours: later readings leave it alone.",
    "timeline_event_add": "An event by hand. To cite the article that reports it, it is quicker to select the words on the page of the article, or to choose “Add by quotation”.",
    "timeline_event_review": "Decide on one event at a time, or with W on all events of an article. A approves, R rejects, E edits in place, M merges, S splits, Y says that it is ready for the Editor, U undoes, J and K walk. ? shows all keys.",
    "timeline_event_merge": "Choose which event is kept. It gets the passages and actors of the others, whose addresses lead to it. It can be undone.",
    "timeline_event_split": "Tick the passages that report something else: they become an event of its own, with the date that they give. It can be undone.",
    "timeline_event_disputes": "Events whose passages give dates that cannot both be right.",
    "timeline_event_dispute": "Choose the date that stands, or say that both stand. A note tells readers why; every passage stays.",
    "timeline_event_overdue": "Events whose time to be published has come, and which have no passage. Add one, or give the reason for publishing without.",
    "timeline_actor_unknown": "Names that passages mention and no actor has. Those that are probably one name stand together, with the actors whom it may mean. One decision settles them all, and can be undone.",
    "timeline_actor_merge": "Choose who is kept: the names of the others become aliases, and their addresses lead on.",
    "timeline_actor_split": "Tick the names and events that belong to somebody else, who becomes an actor of their own.",
    "timeline_actor_changelist": "People, states, organisations and parties. Confirm those that were found automatically, and merge those that are one.",
    "timeline_ignoredname_changelist": "Names that were decided to be nobody: they are not listed as unknown again. Delete one to have it listed again.",
    "timeline_source_changelist": "The documents that are cited. “Fill in” takes publisher and day from addresses where that is certain; “Join” makes several one document with editions.",
    "timeline_source_change": "A document: readers follow its address and its archived copy. A note on its reliability is shown to readers.",
    "timeline_source_without_address": "Documents that readers cannot follow. Give each its address, or leave it if there is none.",
    "timeline_timeline_changelist": "The timelines, newest first. “Choose events” leads to what is on each.",
    "timeline_timeline_change": "A timeline: what it is called, which events it takes by its filters, and its chapters and story. Drag chapters and steps, or move them with the arrow keys. Preview shows it before readers see it.",
    "timeline_timeline_add": "Give a title, and say which events it takes by actors, kinds and span; or choose events in the list of events first.",
    "timeline_timeline_events": "Find events and show them, leave them out, or leave them to the filters. Selected events can also become steps of the story.",
    "timeline_timeline_compose": "Makes a draft of the events that matter most, with chapters where the news paused. Nothing is published.",
    "timeline_timeline_composition": "What composing again would add and leave out. What you decided stands.",
    "timeline_timeline_preview": "The timeline in three widths, with the changes that wait or as readers see it now.",
    "timeline_timeline_since": "What has changed on the timeline and its events since it was published.",
    "timeline_timeline_translations": "Each text beside its translations. What is missing is empty; what is stale has an original that has changed since.",
    "timeline_timeline_import": "A timeline from TimelineJS: its slides become events that wait for review.",
    "timeline_change_changelist": "Everything that people changed, newest first. Deleted records are restored here.",
    "timeline_change_change": "One change. If it deleted the record, it can be restored with everything that was deleted with it.",
    "timeline_proposedchange_changelist": "What people, imports and readings would change of what readers see. It waits until an Editor accepts it.",
    "timeline_proposedchange_change": "The version that readers see and the proposed one, with the differences marked. Editors accept or refuse it; the note goes to whoever proposed it.",
    "timeline_proposedchange_take_back": "Withdraws a proposal of yours while it waits.",
    "timeline_proposedchange_of": "Everything that waits about one record. Take away the tick of what you do not mean, and decide on the rest together.",
}  # fmt: skip


def add(pages: dict[str, str]) -> None:
    """Add the help for the pages of another app, by the names of their addresses."""
    OF_PAGE.update(pages)


def help_for(url_name: str) -> str:
    """The help for the page whose address has that name, such as timeline_event_review, in the language of the request
    where it is translated; "" if there is none."""
    words = OF_PAGE.get(url_name) or OF_ALL.get(_page_of(url_name), "")
    return gettext(words) if words else ""  # the translation of nothing is the head of the catalogue


def _page_of(url_name: str) -> str:
    """The page in a name: its model has one word, the page may have more."""
    return "_".join(url_name.split("_")[2:])
