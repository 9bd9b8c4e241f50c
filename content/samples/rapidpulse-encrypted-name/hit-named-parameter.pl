exit;
__END__
my $name = rc4($k, MIME::Base64::decode(CGI::param(-name => 'hmacTime')));
my $in = $page->param(-name => q{hmacTime});
my $raw = MIME::Base64::decode($in);
open(my $f, '<', $path . $raw);
