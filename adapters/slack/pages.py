"""The pages that people see in their browser while they install the app in a workspace.

No script and nothing from elsewhere; what stands in a page comes from the catalogue, but for the
name of a workspace, which is shown letter by letter.
"""

from base64 import b64encode
from hashlib import sha256
from html import escape

from aiohttp import web

from adapters.slack.names import BEGIN_PATH
from bot.text.catalogue import Catalogue

_STYLE = (
    ":root{color-scheme:light dark}"
    "body{font:1.1rem/1.6 system-ui,sans-serif;max-width:34rem;margin:15vh auto;padding:0 1.5rem}"
    "h1{font-size:1.5rem;line-height:1.3}"
    "button{font:inherit;padding:.6rem 1.2rem;border:0;border-radius:.4rem;"
    "background:#2f4858;color:#fff;cursor:pointer}"
    "button:focus-visible{outline:3px solid #e0a030;outline-offset:2px}"
)
_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{title}</title>
<style>{style}</style>
<main>
<h1>{title}</h1>
<p>{words}</p>
{button}</main>
</html>
"""
_BUTTON = '<form action="{path}"><button>{label}</button></form>\n'


class Pages:
    """``leads_to``: the origin to which the button's answer sends the browser on."""

    def __init__(self, catalogue: Catalogue, leads_to: str) -> None:
        self._catalogue = catalogue
        hashed = b64encode(sha256(_STYLE.encode()).digest()).decode()
        policy = (
            f"default-src 'none'; style-src 'sha256-{hashed}'; form-action 'self' {leads_to};"
            " base-uri 'none'; frame-ancestors 'none'"
        )
        self.headers = {
            "Content-Security-Policy": policy,
            "Referrer-Policy": "no-referrer",
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
        }

    def page(
        self, name: str, *, button: str | None = None, status: int = 200, workspace: str = ""
    ) -> web.Response:
        """The page called ``slack-page-NAME`` in the catalogue, with a button that begins to
        install if it shall have one. ``workspace`` is the name of one."""
        word = self._catalogue.word
        shown = ""
        if button is not None:
            label = escape(word(f"slack-page-{button}-button"))
            shown = _BUTTON.format(path=BEGIN_PATH, label=label)
        text = _PAGE.format(
            title=escape(word(f"slack-page-{name}-title", workspace=workspace)),
            words=escape(word(f"slack-page-{name}")),
            style=_STYLE,
            button=shown,
        )
        return web.Response(
            text=text, status=status, content_type="text/html", headers=self.headers
        )
