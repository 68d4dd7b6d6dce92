"""A hand at mouse and keyboard that counts what it does."""


class Hand:
    """Clicks and types on a page, and counts each; a chord such as Ctrl+Enter is one."""

    def __init__(self, page):
        self.page, self.count = page, 0

    def click(self, target, instead=None):
        self.count += 1
        instead(target) if instead else target.click()

    def press(self, key):
        self.count += 1
        self.page.keyboard.press(key)

    def type(self, text):
        self.count += len(text)
        self.page.keyboard.type(text)

    def go(self, key):
        """Press a key that leads to another page."""
        with self.page.expect_navigation():
            self.press(key)

    def follow(self, target):
        """Click on what leads to another page."""
        with self.page.expect_navigation():
            self.click(target)
