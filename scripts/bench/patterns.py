"""What a responder writes instead: a loop over the lines of a log, and an expression. python3 patterns.py FILE EXPRESSION"""

import gzip
import re
import sys

pattern = re.compile(sys.argv[2], re.IGNORECASE)
found = 0
with gzip.open(sys.argv[1], "rt", encoding="utf-8", errors="replace") as log:
    for line in log:
        if pattern.search(line):
            found += 1
print(found)
