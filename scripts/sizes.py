"""Say how long the longest module and function of each package are: python -m scripts.sizes [--write]

With --write the table goes into CONTRIBUTING.md.
"""

from __future__ import annotations

import argparse
import ast
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
APPS = ("articles", "config", "operations", "timeline")
PAGE = ROOT / "CONTRIBUTING.md"
BEGIN, END = "<!-- sizes -->\n", "<!-- end of sizes -->\n"


@dataclass(frozen=True, slots=True)
class Size:
    """A module or a function, and how many lines it has."""

    lines: int
    path: str
    name: str = ""


def modules() -> Iterator[Size]:
    """Every module of the apps but migrations, which are data."""
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield Size(len(_text(path).splitlines()), str(path.relative_to(ROOT)))


def functions() -> Iterator[Size]:
    """Every function and method of these modules, decorators not counted."""
    for module in modules():
        for node in ast.walk(ast.parse(_text(ROOT / module.path))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield Size((node.end_lineno or node.lineno) - node.lineno + 1, module.path, node.name)


def table() -> str:
    """A row of Markdown for each package: its longest module and its longest function."""
    longest = {"module": _longest(modules()), "function": _longest(functions())}
    lines = ["| package | longest module | lines | longest function | lines |", "|---|---|--:|---|--:|"]
    for package, module in sorted(longest["module"].items()):
        function = longest["function"].get(package, Size(0, "", "-"))
        name = module.path.removeprefix(f"{package}/")
        lines.append(f"| `{package}` | `{name}` | {module.lines} | `{function.name}` | {function.lines} |")
    return "\n".join(lines) + "\n"


def _longest(sizes: Iterator[Size]) -> dict[str, Size]:
    by_package: dict[str, list[Size]] = defaultdict(list)
    for size in sizes:
        by_package["/".join(size.path.split("/")[:-1][:2])].append(size)
    return {package: max(found, key=lambda s: (s.lines, s.path)) for package, found in by_package.items()}


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the longest modules and functions.")
    parser.add_argument("--write", action="store_true", help="put the table into CONTRIBUTING.md")
    if not parser.parse_args().write:
        sys.stdout.write(table())
        return
    before, _, rest = _text(PAGE).partition(BEGIN)
    PAGE.write_text(before + BEGIN + table() + END + rest.partition(END)[2], encoding="utf-8")


if __name__ == "__main__":
    main()
