"""A drawing of a page as a file of its own: in light colours, with what it shows and where it comes from."""

from __future__ import annotations

import re
from typing import Final
from xml.sax.saxutils import escape

_SVG: Final = re.compile(r"<svg\b([^>]*)>(.*)</svg>", re.DOTALL)
_BOX: Final = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
FOOT_PX: Final = 34.0
# The light half of the colours of tokens.css: what is saved is printed or pasted on white.
STYLE: Final = (
    'text{font-family:"Source Sans 3",Arial,sans-serif;fill:#14262b;font-size:15px}a{text-decoration:none}'
    ".chart-bar rect{fill:#0a5866}.chart-zero{stroke:#47595f}.chart-value{font-weight:600}"
    ".chart-axis line{stroke:#cfdbde}.chart-axis text{fill:#47595f;font-size:14px}"
    ".chart-line{fill:none;stroke:#0a5866;stroke-width:2.5}.chart-point{fill:#0a5866}"
    ".map-lines{fill:none;stroke:#8aa0a6;stroke-opacity:.35}"
    ".map-land path{fill:#e8ecdf;stroke:#8aa0a6;stroke-width:1;vector-effect:non-scaling-stroke}"
    ".map-points circle{fill:#0a5866;fill-opacity:.78;stroke:#fff;stroke-width:1.5}"
    ".map-names text{font-weight:600;paint-order:stroke;stroke:#e8ecdf;stroke-width:3}"
    ".time-axis line,.time-floor{stroke:#cfdbde}.time-axis text{fill:#47595f;font-size:13px}"
    ".time-point circle{fill:#e8eef0;stroke:#3d4c51;stroke-width:2}.time-point text{font-size:12px;font-weight:700}"
)


def standalone(markup: str, title: str, source: str, root: str) -> str:
    """The first SVG in `markup` as a document; `source` stands below it, and `root` begins its links.

    Raises ValueError when there is none.
    """
    found, box = _SVG.search(markup), _BOX.search(markup)
    if found is None or box is None:
        raise ValueError("There is no drawing.")
    width, height = float(box[1]), float(box[2])
    inside = re.sub(r'href="(?=[/#])', f'href="{escape(root)}', found[2])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height + FOOT_PX:g}" '
        f'width="{width:g}" height="{height + FOOT_PX:g}" role="img" font-size="16">'
        f"<title>{escape(title)}</title><desc>{escape(source)}</desc><style>{STYLE}</style>"
        f'<rect width="100%" height="100%" fill="#ffffff"/>{inside}'
        f'<text x="8" y="{height + FOOT_PX - 12:g}" style="font-size:13px">{escape(source)}</text></svg>\n'
    )
