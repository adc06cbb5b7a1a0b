"""What somebody with bad intentions types into a letter."""

from __future__ import annotations

from itertools import product

_LURES = (
    "<script>{}</script>", "<img src=x onerror={}>", "<svg onload={}>", "<style>{}</style>", "</p>{}<p>", '"><b>{}</b>',
    "<a href='{}'>x</a>", "<td colspan=1000000>{}", "<!-- {}", "&lt;{}&gt;", "<iframe src={}>", "<br>{}",
)  # fmt: skip
_BAITS = (
    "alert(1)", "{{ page.title }}", "{% load static %}", "body{display:none}", "javascript:alert(1)", "&amp;amp;",
    "@page{size:1mm}", "*{content:url(x)}", "]]>",
)  # fmt: skip
HTML = tuple(lure.replace("{}", bait) for lure, bait in product(_LURES, _BAITS))


def fetching(url: str) -> tuple[str, ...]:
    """Every way a page could ask the renderer to fetch `url`."""
    return (
        f'<img src="{url}">',
        f'<img srcset="{url} 1x">',
        f'<link rel="stylesheet" href="{url}">',
        f'<link rel="attachment" href="{url}">',
        f'<link rel="icon" href="{url}">',
        f'<base href="{url}"><img src="y.png"><link rel=stylesheet href="y.css">',
        f'<style>@import "{url}";</style>',
        f"<style>@import url({url});</style>",
        f"<style>p{{background:url({url})}}</style>",
        f"<style>@page{{background:url({url})}}</style>",
        f"<style>p::before{{content:url({url})}}</style>",
        f"<style>li{{list-style-image:url({url})}}</style><ul><li>x</ul>",
        f"<style>p{{border-image:url({url}) 1}}</style>",
        f"<style>p{{mask-border:url({url}) 1}}</style>",
        f"<style>@font-face{{font-family:F;src:url({url})}}p{{font-family:F}}</style>",
        f"<style>@font-face{{font-family:F;src:local('DejaVu Serif'),url({url})}}p{{font-family:F}}</style>",
        f"<style>@color-profile --c{{src:url({url})}}</style>",
        f"<p style=\"background-image:url('{url}')\">x</p>",
        f'<object data="{url}"></object>',
        f'<embed src="{url}">',
        f'<iframe src="{url}"></iframe>',
        f'<video poster="{url}" src="{url}"></video>',
        f'<svg><image href="{url}" width="9" height="9"/></svg>',
        f'<svg><use href="{url}#a"/></svg>',
        f'<svg><style>@import "{url}";</style><rect width="9" height="9"/></svg>',
        f'<svg><rect width="9" height="9" fill="url({url}#g)"/></svg>',
        f"<img src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><image href='{url}'/></svg>\">",
        f'<link rel=stylesheet href="data:text/css,@import%20url({url});">',
        f'<a href="{url}" rel="attachment">x</a>',
    )
