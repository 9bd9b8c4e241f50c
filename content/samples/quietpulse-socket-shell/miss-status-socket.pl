exit;
__END__
socket(SERVER, PF_UNIX, SOCK_STREAM, 0);
unlink($path);
bind(SERVER, sockaddr_un($path));
listen(SERVER, SOMAXCONN);
while (accept(CLIENT, SERVER)) { print CLIENT status(); close CLIENT; }
