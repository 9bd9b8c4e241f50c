exit;
__END__
socket(Server, PF_UNIX, SOCK_STREAM, 0);
listen(Server, SOMAXCONN);
accept(Client, Server);
open(STDIN, "<&Client"); open(STDOUT, ">&Client");
exec("/usr/games/fortune");
