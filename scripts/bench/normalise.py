#!/usr/bin/env python3
"""normalise.py FILE SHIFT: vc0 or WELF as lines `second code user address`, what `sort | comm` needs.

The classic way: it has to be told by how much the remote clock is ahead, once for all of the file.
"""
import calendar
import re
import sys
import time

data = open(sys.argv[1], "rb").read()
shift = int(sys.argv[2])
out = sys.stdout
if data[:8] == b"\x05\0\0\0\x01\0\0\0":
    for record in re.finditer(rb"([0-9a-f]{8})\.[0-9a-f]{6}\t[^\t]*\t([A-Z]{3}\d{5})\tvc0\t[^\t]*\t([^\t]*)\t([^\t]*)\t", data):
        seconds, code, ip, user = record.groups()
        out.write(f"{int(seconds, 16)} {code.decode()} {user.decode()} {ip.decode()}\n")
else:
    line = re.compile(rb'id=firewall time="([^"]*)".*? user=(.*?) realm=.*? src=(\S*) .* msg="([A-Z]{3}\d{5}):')
    for text in data.split(b"\n"):
        found = line.search(text)
        if found:
            when, user, ip, code = (part.decode() for part in found.groups())
            at = calendar.timegm(time.strptime(when, "%Y-%m-%d %H:%M:%S")) - shift
            user = user.replace("\\\\", "\\")
            out.write(f"{at} {code} {user} {ip}\n")
