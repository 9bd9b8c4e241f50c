import zlib, subprocess

def mask(line):
    return re.sub(r"DSID=[0-9a-f]+", "DSID=x", line)

def rotate(path):
    subprocess.check_call(["/bin/gzip", path])
