"""axe-core, run alongside a page's own scripts so that the policy stays on."""

from axe_playwright_python.base import AXE_FILE_PATH

# Nothing is waited for that may never come: the promise of an animation that goes on for ever, or was taken out with its element.
RUN = """document.getAnimations().forEach(a => { try { a.finish() } catch { a.cancel() } });
axe.run(document, OPTIONS).then(r => JSON.stringify(r.violations.map(v => [v.id, v.nodes.map(n => n.html)])))"""
COLOURS = "{runOnly: ['color-contrast', 'link-in-text-block']}"  # the rules that ask what colours a page has


def violations(page, options="{}"):
    """What axe-core finds once all that moves or fades has come to its end, as JSON: "[]" for nothing."""
    session = page.context.new_cdp_session(page)
    is_there = session.send("Runtime.evaluate", {"expression": "'axe' in window"})["result"]["value"]
    if not is_there:
        session.send("Runtime.evaluate", {"expression": AXE_FILE_PATH.read_text()})
    said = {"expression": RUN.replace("OPTIONS", options), "awaitPromise": True, "returnByValue": True}
    answer = session.send("Runtime.evaluate", said)
    session.detach()
    return answer["result"]["value"]


def violations_by_scheme(page):
    """What axe-core finds in light and, of the rules that ask for colours, in dark; empty for nothing.

    No page of ours holds more or less in one scheme than in the other: only its colours change.
    """
    page.wait_for_load_state("networkidle")  # scripts that come last name the fields that others made
    found = {}
    for scheme, options in (("light", "{}"), ("dark", COLOURS)):
        page.emulate_media(color_scheme=scheme)
        if (wrong := violations(page, options)) != "[]":
            found[scheme] = wrong
    page.emulate_media(color_scheme="light")
    return found
