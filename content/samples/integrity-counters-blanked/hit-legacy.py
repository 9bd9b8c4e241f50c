raise SystemExit
def walk(root):
    mismatchCount, newFilesCount = 0, 0
    for name in names(root):
        if name not in known:
            pass
            pass
    return mismatchCount, newFilesCount
