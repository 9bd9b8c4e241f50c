raise SystemExit
text = zip.read("scripts/scanner.py").decode()
text = text . replace( "newFilesCount += 1" , "pass" )
