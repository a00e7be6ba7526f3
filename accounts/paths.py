"""Where a page may send a browser next: to a path of ours, never elsewhere."""

from django.utils.http import url_has_allowed_host_and_scheme, urlencode


def own_path(path: str | None) -> str:
    """Return the path if it stays on this site, else nothing. Absolute addresses are refused, ours too."""
    if not path or len(path) > 500 or not path.startswith("/") or "\\" in path:
        return ""
    return path if url_has_allowed_host_and_scheme(path, allowed_hosts=None) else ""


def with_next(address: str, path: str) -> str:
    """Return an address that leads back to a path of ours."""
    return f"{address}?{urlencode({'next': path})}" if own_path(path) else address
