use Test::More tests => 2;
use Crypt::RC4;
my $rc = Crypt::RC4->new('Key');
is(unpack('H*', $rc->RC4('Plaintext')), 'bbf316e8d940af0ad3');
my $ok = eval { RC4('Key', 'x'); 1 };
ok($ok);
