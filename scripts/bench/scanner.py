"""A scanner as responders write them in Python: walk a mounted tree, hash each file three ways, match YARA rules, print.

Usage: scanner.py <folder> <rules>...      libyara is called through ctypes, as yara-python calls it through C.
"""
import ctypes
import ctypes.util
import hashlib
import os
import sys

name = ctypes.util.find_library("yara") or "libyara.so.9"
yara = ctypes.CDLL(name)
Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
yara.yr_compiler_add_string.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_char_p]
yara.yr_compiler_get_rules.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
yara.yr_rules_scan_mem.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_int, Callback, ctypes.c_void_p, ctypes.c_int]

hits = 0


def matched(_context: int, message: int, _data: int, _user: int) -> int:
    global hits
    hits += message == 1  # CALLBACK_MSG_RULE_MATCHING
    return 0


callback = Callback(matched)
yara.yr_initialize()
compiler, rules = ctypes.c_void_p(), ctypes.c_void_p()
yara.yr_compiler_create(ctypes.byref(compiler))
for number, path in enumerate(sys.argv[2:]):
    if yara.yr_compiler_add_string(compiler, open(path, "rb").read(), f"n{number}".encode()):
        sys.exit(f"{path} does not compile")
yara.yr_compiler_get_rules(compiler, ctypes.byref(rules))

files = 0
for here, directories, names in os.walk(sys.argv[1]):
    for name in names:
        path = os.path.join(here, name)
        if os.path.islink(path) or not os.path.isfile(path):
            continue
        with open(path, "rb") as handle:
            data = handle.read()
        digests = [hashlib.new(kind, data).hexdigest() for kind in ("md5", "sha1", "sha256")]
        yara.yr_rules_scan_mem(rules, data, len(data), 8, callback, None, 60)  # SCAN_FLAGS_REPORT_RULES_MATCHING
        files += 1
print(f"{files} files, {hits} matches")
