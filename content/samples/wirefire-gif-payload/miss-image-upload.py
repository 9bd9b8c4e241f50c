import base64, zlib
from flask import request, abort

def picture():
    data = base64.b64decode(request.form["picture"])
    if not (data.startswith(b"GIF") or data.startswith(b"\x89PNG")):
        abort(415)
    return zlib.compress(data)
