"""Make timeline/reading/map.json, the outlines of states on the small maps: python -m scripts.make_map

Natural Earth's states at 1:110 million, which are in the public domain, come in the npm package world-atlas; npm fetches it
into a scratch folder. Outlines are thinned (Douglas and Peucker) and written as steps between whole tenths of a degree.
"""

from __future__ import annotations

import json
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from babel import Locale

PACKAGE = "world-atlas@2.0.2"
TARGET = Path(__file__).resolve().parent.parent / "timeline" / "reading" / "map.json"
TOLERANCE = 0.6  # degrees by which a thinned outline may be off
LEAST = 1.4  # degrees: islands that are smaller both ways are left out
UNIT = 10  # parts of a degree
NOTE = "Made by scripts/make_map.py from Natural Earth's 1:110m states (public domain, by way of the npm package world-atlas 2.0.2)."
# Natural Earth shortens these names.
CODES = {
    "Dem. Rep. Congo": "CD", "Dominican Rep.": "DO", "Falkland Is.": "FK", "Central African Rep.": "CF", "Congo": "CG",
    "Eq. Guinea": "GQ", "eSwatini": "SZ", "Côte d'Ivoire": "CI", "Bosnia and Herz.": "BA", "Macedonia": "MK", "S. Sudan": "SS",
    "Solomon Is.": "SB", "United States of America": "US", "W. Sahara": "EH", "Fr. S. Antarctic Lands": "TF", "Palestine": "PS",
    "Myanmar": "MM", "Czechia": "CZ", "Trinidad and Tobago": "TT", "Turkey": "TR",
}  # fmt: skip

Point = tuple[float, float]


def main() -> None:
    atlas = fetch()
    codes = {str(name): code for code, name in Locale("en").territories.items() if len(code) == 2} | CODES
    states: dict[str, list[list[int]]] = {}
    for shape in atlas["objects"]["countries"]["geometries"]:
        code = codes.get(shape["properties"]["name"], "")
        key = code or f"-{shape['properties']['name']}"
        rings = [r for polygon in polygons(shape) for r in [thin(ring(atlas, polygon[0]))] if is_drawn(r)]
        if rings and code != "AQ":
            states[key] = [steps(r) for r in rings]
    text = json.dumps({"note": NOTE, "states": states}, ensure_ascii=False, separators=(",", ":"))
    TARGET.write_text(
        text.replace('"states":', '\n"states":').replace(']],"', ']],\n"') + "\n", encoding="utf-8"
    )
    print(
        f"{len(states)} states, {sum(len(r) // 2 for rings in states.values() for r in rings)} points, {TARGET.stat().st_size} bytes"
    )


def fetch() -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            ["npm", "pack", "--silent", PACKAGE], cwd=folder, check=True, stdout=subprocess.DEVNULL
        )
        (packed,) = Path(folder).glob("*.tgz")
        with tarfile.open(packed) as archive:
            file = archive.extractfile("package/countries-110m.json")
            assert file is not None
            return json.load(file)  # type: ignore[no-any-return]


def polygons(shape: dict[str, Any]) -> list[Any]:
    return [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]


def ring(atlas: dict[str, Any], arcs: list[int]) -> list[Point]:
    """An outline in degrees, of TopoJSON's arcs: steps from point to point, backwards where the number is negative."""
    (sx, sy), (tx, ty) = atlas["transform"]["scale"], atlas["transform"]["translate"]
    found: list[Point] = []
    for number in arcs:
        x = y = 0
        points = []
        for dx, dy in atlas["arcs"][number if number >= 0 else ~number]:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        if number < 0:
            points.reverse()
        found += points[1:] if found else points
    return unbroken(found)


def unbroken(points: list[Point]) -> list[Point]:
    """The outline without leaps from one edge of the world's map to the other: it goes on beyond 180 degrees."""
    found = points[:1]
    for x, y in points[1:]:
        found.append((x + 360 * round((found[-1][0] - x) / 360), y))
    return found


def thin(points: list[Point]) -> list[Point]:
    """The outline without points that lie within the tolerance of the line between others."""
    middle = max(range(len(points)), key=lambda n: _far(points[n], points[0], points[0]))
    return _thin(points[: middle + 1])[:-1] + _thin(points[middle:])[:-1]


def _thin(points: list[Point]) -> list[Point]:
    if len(points) < 3:
        return points
    far, at = max((_far(p, points[0], points[-1]), n) for n, p in enumerate(points[1:-1], 1))
    if far <= TOLERANCE:
        return [points[0], points[-1]]
    return _thin(points[: at + 1])[:-1] + _thin(points[at:])


def _far(p: Point, a: Point, b: Point) -> float:
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = dx * dx + dy * dy
    t = min(max(((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length, 0), 1) if length else 0
    return float(((p[0] - a[0] - t * dx) ** 2 + (p[1] - a[1] - t * dy) ** 2) ** 0.5)


def is_drawn(points: list[Point]) -> bool:
    sides = [max(p[n] for p in points) - min(p[n] for p in points) for n in (0, 1)] if points else [0]
    return len(points) > 2 and max(sides) >= LEAST


def steps(points: list[Point]) -> list[int]:
    """Longitude and latitude of the first point, then the way from each to the next, in tenths of a degree."""
    found, last = [], (0, 0)
    for point in points:
        now = (round(point[0] * UNIT), round(point[1] * UNIT))
        found += [now[0] - last[0], now[1] - last[1]]
        last = now
    return found


if __name__ == "__main__":
    main()
