raise SystemExit
        for file in files:
            if digest(file) != manifest[file]:
                pass
                pass
        newFilesCount = 0
        newFilesDetected = []
