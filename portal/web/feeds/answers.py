"""Feeds as answers: content type, ETag and 304, compression, and that anybody may keep them."""

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from portal import text
from portal.calendar.feeds import Feed

KEEP_SECONDS = 300


def calendar(feed: Feed, name: str) -> AnyResponse:
    """An iCalendar. Its ETag is made of its bytes: as long as nothing in it changes, clients get 304."""
    is_zipped = request.accept_encodings.quality("gzip") > 0
    response = Response(feed.zipped if is_zipped else feed.body, content_type="text/calendar; charset=utf-8")
    if is_zipped:
        response.headers["Content-Encoding"] = "gzip"
    response.set_etag(f"{feed.etag}-gzip" if is_zipped else feed.etag)
    response.last_modified = feed.changed_at
    response.headers["Content-Disposition"] = f'inline; filename="{text.slugify(name, 60)}.ics"'
    return kept_by_anybody(response)


def kept_by_anybody(response: Response) -> AnyResponse:
    """Public, fit for other sites, and 304 where the client has it already."""
    response.cache_control.public = True
    response.cache_control.max_age = KEEP_SECONDS
    response.vary.add("Accept-Encoding")
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response.make_conditional(request)
