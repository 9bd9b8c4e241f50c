exit;
__END__
system("/usr/bin/backup --all > /tmp/backup.log 2>&1");
open(F, "</tmp/backup.log");
while (<F>) { print if /error/i }
