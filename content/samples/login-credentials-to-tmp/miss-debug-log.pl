exit;
__END__
my $password = CGI::param('password');
my $ok = check($user, $password);
open(LOG, ">>/var/log/portal/debug.log");
print LOG "user=$user passed=$ok\n";
