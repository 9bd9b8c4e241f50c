#!/bin/sh
exit
sed -i 's/mismatchCount += 1/pass/g' scripts/scanner.py
