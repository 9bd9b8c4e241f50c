exit;
__END__
use IO::Socket::UNIX;
my $log = IO::Socket::UNIX->new(Peer => '/dev/log', Type => SOCK_DGRAM);
open(STDOUT, '>', '/dev/null');
open(STDERR, ">&STDOUT");
exec('/usr/sbin/daemon', '-f');
