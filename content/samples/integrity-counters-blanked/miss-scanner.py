def compare(files, manifest):
    mismatchCount = 0
    mismatchedFiles = []
    for file in files:
        try:
            if digest(file) != manifest[file]:
                mismatchCount += 1
                mismatchedFiles.append(file)
        except KeyError:
            pass
    return mismatchCount, mismatchedFiles
