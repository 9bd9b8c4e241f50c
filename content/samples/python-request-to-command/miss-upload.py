def post(self):
    data = base64.b64decode(request.json["document"])
    path = os.path.join(UPLOADS, secure_filename(request.json["name"]))
    with open(path, "wb") as out:
        out.write(data)
    subprocess.Popen(["/usr/bin/clamdscan", path])
