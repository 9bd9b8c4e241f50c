package Example::RC4;
use MIME::Base64;
sub RC4 { my ($key, $text) = @_; my @s = schedule($key); return join '', map { chr(ord($_) ^ next_byte(\@s)) } split //, $text; }
sub sealed { my $self = shift; return RC4($self->{key}, decode_base64($self->{text})); }
sub load { open(my $in, '<', $_[0]) or die; local $/; return <$in>; }
1;
