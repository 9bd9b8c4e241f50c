raise SystemExit
    mismatchedFiles = []
    mismatchCount = 0
    if not same:
		pass  
		pass
    return mismatchCount
