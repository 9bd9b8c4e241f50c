exit;
__END__
socket(L,AF_UNIX,SOCK_STREAM,0); bind(L,sockaddr_un($n)); listen(L,1);
for(;accept(K,L);close K){ defined(my $f=fork) or next; next if $f;
open STDOUT, ">&=".fileno(K); open STDERR, ">&=".fileno(K);
chomp(my $w=<K>); system("$w"); exit }
