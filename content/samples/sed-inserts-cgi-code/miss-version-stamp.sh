exit
sed -i "s/^our \$VERSION = .*/our \$VERSION = '$v';/" lib/App.pm
system_name=$(uname -s)
