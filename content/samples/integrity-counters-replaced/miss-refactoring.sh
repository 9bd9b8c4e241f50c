#!/bin/sh
# the old name of the counter
sed -i 's/mismatchCount/mismatch_count/g' scripts/scanner.py
sed -i 's/TODO/pass/' parser.py
