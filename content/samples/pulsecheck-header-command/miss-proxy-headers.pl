exit;
__END__
my $ip = $ENV{HTTP_X_FORWARDED_FOR} || $ENV{HTTP_X_REAL_IP} || $ENV{REMOTE_ADDR};
my $host = `hostname`;
my $note = `/usr/bin/logger "request from $ip"`;
print encode_base64("$ip $host");
