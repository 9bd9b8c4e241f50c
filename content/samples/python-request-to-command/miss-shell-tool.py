def run(command):
    """Runs a command of the administrator."""
    proc = subprocess.Popen(command, shell=True)
    return proc.wait()

def version():
    return os.popen("uname -a").read()
