exit;
__END__
my $h = decode_base64(CGI::param('hmacTime'));
print "Content-type: text/plain\n\n", length($h);
