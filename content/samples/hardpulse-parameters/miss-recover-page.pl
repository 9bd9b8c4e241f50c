exit;
__END__
my $token = CGI::param('token');
print "Location: /dana-na/auth/recover.cgi?token=$token\n\n";
