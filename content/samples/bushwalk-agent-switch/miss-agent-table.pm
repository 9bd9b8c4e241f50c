package Example::UserAgent;
# which pages a browser may see
sub pages {
  my $agent = $ENV{HTTP_USER_AGENT} || '';
  return ('querymanifest.cgi', 'welcome.cgi') if $agent =~ /iPhone|iPad/;
  return ('welcome.cgi');
}
1;
