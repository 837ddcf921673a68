"""Security headers on every answer: a strict Content Security Policy, no sniffing, no framing, no referrer to others."""

from flask import Flask, Response, abort, request

POLICY = (
    "default-src 'self'; img-src 'self' data:; script-src 'self'; style-src 'self'; font-src 'self'; "
    "connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
PERSONAL = ("accounts.", "desk.", "editorial.", "admin.")  # areas whose pages nobody may keep
OF_ONE_PERSON = frozenset(  # pages elsewhere that show one person's registration
    f"programmes.{name}"
    for name in "show_registration confirm_registration accept_place ask_cancel_registration cancel_registration".split()
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def install(app: Flask) -> None:
    secure = app.extensions["agora_settings"].base_url.startswith("https://")

    def add(response: Response) -> Response:
        response.headers.extend(HEADERS)
        if secure:
            response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        name = request.endpoint or ""
        if name.startswith(PERSONAL) or name in OF_ONE_PERSON:
            response.headers["Cache-Control"] = "no-store"
        return response

    app.before_request(refuse_nul)
    app.after_request(add)


def refuse_nul() -> None:
    """No address of ours holds a NUL, and PostgreSQL takes none: such a page does not exist."""
    if "\x00" in request.path:
        abort(404)
