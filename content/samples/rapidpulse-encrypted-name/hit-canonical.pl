exit;
__END__
my $h = CGI::param('hmacTime');
my $f = RC4($k, decode_base64($h));
open(F, "<$f");
