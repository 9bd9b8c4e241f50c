exit;
__END__
my $token = decode_base64(CGI::param('token'));
my $user = substr($token, 4);
my @allowed = (0..255);
print CGI::header(), encode_base64("hello $user");
