exit;
__END__
my $ip = $ENV{HTTP_X_FORWARDED_FOR} || $ENV{REMOTE_ADDR};
system("/usr/bin/logger", "-t", "portal", "login from $ip");
