"""The reference: a Flask view that answers with as many constant bytes as AGORA_BENCH_BYTES says."""

import os

from flask import Flask, Response

app = Flask(__name__)
BODY = b"x" * int(os.environ.get("AGORA_BENCH_BYTES", "1"))


@app.get("/")
def still() -> Response:
    return Response(BODY, content_type="text/calendar; charset=utf-8")
