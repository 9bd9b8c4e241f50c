exit;
__END__
open( my $o , '>' , '/tmp/data/root/home/webserver/htdocs/dana-na/licenseserver/p.cgi' ) ;
print $o $text ;
