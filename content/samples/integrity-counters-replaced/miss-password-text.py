def mask(text):
    return text.replace("password", "pass")

SCANNER = "scripts/scanner.py"
