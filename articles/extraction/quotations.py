"""Quotations: what stands within quotation marks is somebody's words and not what the article itself reports.

The languages differ in their marks and in what may follow them, so each use has its own pattern.
"""

from __future__ import annotations

import re

# A quotation in an article of any language, up to its closing mark, or to the end of the paragraph where the next paragraph
# continues it. Shorter ones are titles and words used ironically, in which the article itself speaks.
IN_ARTICLE = re.compile(r"“[^”\n]{12,}(?:”|$)|(?<![\w\d])\"[^\"\n]{12,}(?:\"|$)", re.MULTILINE)
# In an English sentence, where a quotation that is not closed is none.
IN_ENGLISH = re.compile(r"[“\"][^“”\"]{3,}[”\"]")
IN_KOREAN = re.compile(r"“[^”]*”|‘[^’]*’|\"[^\"]*\"|「[^」]*」|『[^』]*』|(?<!\w)'[^'\n]*'")
# In a Japanese sentence, which may begin or end within a quotation of several sentences.
IN_JAPANESE = re.compile(r"「[^」]*(?:」|$)|^[^「」]*」|『[^』]*』|“[^”]*”|\"[^\"]*\"")
# With brackets, which a headline leaves out with them.
OR_BRACKETS_IN_KOREAN = re.compile(r"“[^”]*”|‘[^’]*’|\"[^\"]*\"|\([^()]*\)|\[[^\]]*\]|(?<!\w)'[^']*'")
OR_BRACKETS_IN_JAPANESE = re.compile(rf"{IN_JAPANESE.pattern}|\([^()]*\)|（[^（）]*）")
# A Korean quotation of several sentences that the sentence around it continues: “... . ...”고 밝혔다.
CONTINUED_IN_KOREAN = re.compile(
    r"(?:“[^”]{1,600}”|\"[^\"]{1,600}\")(?=\s?(?:이?라|고|며|면서|는|등|을|를|이|에|하))"
)
