exit;
__END__
$v =~ s/%(..)/pack("C", hex($1))/ge;
my $header = encode_base64("$FORM{user}:$FORM{token}");
print "Authorization: Basic $header\n";
