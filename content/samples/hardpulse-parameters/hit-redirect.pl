exit;
__END__
unless (CGI::param(checkcode) && CGI::param(hashid)) {
  print "Location: https://$host/dana-na/auth/recover.cgi?token=$t\n\n";
}
