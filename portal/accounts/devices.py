"""The family of browser and system out of a User-Agent, and nothing that tells one person from another."""

from itertools import chain

_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Vivaldi", "Vivaldi"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chromium", "Chromium"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Macintosh", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
KNOWN = frozenset(name for _sign, name in chain(_BROWSERS, _SYSTEMS))


def family(user_agent: str) -> str:
    """'Firefox/Windows'; what is not known stays empty: '/Linux', 'Safari/', '/'."""
    return f"{_first(_BROWSERS, user_agent)}/{_first(_SYSTEMS, user_agent)}"


def parts(device: str) -> tuple[str, str]:
    """Browser and system out of what `family` made; what it did not make is unknown."""
    browser, _, system = device.partition("/")
    return (browser if browser in KNOWN else "", system if system in KNOWN else "")


def _first(signs: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for sign, name in signs if sign in user_agent), "")
