"""Reads gzipped logs as a responder's Python script does: a regular expression for each kind of line, one JSON line out.

Usage: parser.py <folder>      prints the number of lines that were understood
"""
import glob
import gzip
import json
import os
import re
import sys

patterns = [
    re.compile(r'id=firewall time="(?P<time>[^"]+)" .*?user=(?P<user>\S*) .*?src=(?P<ip>\S*) .*?msg="(?P<message>.*)"$'),
    re.compile(r"^(?P<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) - (?P<node>\S+) - \[(?P<ip>[^\]]*)\] (?P<ivs>[^:]*)::(?P<user>[^(]*)\((?P<realm>[^)]*)\)\[(?P<roles>[^\]]*)\] - (?P<message>.*)$"),
    re.compile(r"^(?P<time>[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d) (?P<host>\S+) (?P<program>[^\[:]+)(?:\[(?P<pid>\d+)\])?: (?P<message>.*)$"),
    re.compile(r'^(?P<ip>\S+) \S+ \S+ \[(?P<time>[^\]]+)\] "(?P<request>[^"]*)" (?P<status>\d+) (?P<bytes>\d+) "(?P<referrer>[^"]*)" "(?P<agent>[^"]*)"$'),
    re.compile(r"^type=(?P<type>\S+) msg=audit\((?P<time>[\d.]+):(?P<serial>\d+)\): (?P<message>.*)$"),
    re.compile(r"^(?P<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) (?P<program>\w+)\((?P<pid>\d+)\) (?P<level>\w+): (?P<message>.*)$"),
]
understood = 0
with open(os.devnull, "w") as out:
    for path in sorted(glob.glob(os.path.join(sys.argv[1], "*.gz"))):
        with gzip.open(path, "rt", encoding="utf-8", errors="replace") as lines:
            last = patterns[0]
            for line in lines:
                line = line.rstrip("\n")
                match = last.search(line)
                if not match:
                    for pattern in patterns:
                        match = pattern.search(line)
                        if match:
                            last = pattern
                            break
                if match:
                    understood += 1
                    out.write(json.dumps(match.groupdict()) + "\n")
print(understood)
