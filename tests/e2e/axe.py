"""axe-core, run alongside a page's own scripts so that the policy stays on."""

from axe_playwright_python.base import AXE_FILE_PATH


def violations(page):
    """What axe-core finds once nothing moves or fades any longer, as JSON: "[]" for nothing."""
    session = page.context.new_cdp_session(page)
    session.send("Runtime.evaluate", {"expression": AXE_FILE_PATH.read_text()})
    answer = session.send("Runtime.evaluate", {"expression": "Promise.all(document.getAnimations().map(a => a.finished.catch(() => 0))).then(() => axe.run(document)).then(r => JSON.stringify(r.violations.map(v => [v.id, v.nodes.map(n => n.html)])))", "awaitPromise": True, "returnByValue": True})  # fmt: skip
    return answer["result"]["value"]
