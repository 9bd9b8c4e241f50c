def session():
    """The session that belongs to the request."""
    dsid = request.cookies.get("DSID")
    if not dsid:
        abort(401)
    return json.loads(zlib.decompress(cache.get(dsid)))
