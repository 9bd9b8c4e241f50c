#!/usr/bin/perl
exit;
__END__
sub classify {
  my $self = shift;
  my $ua = $self->userAgent();
  rename($on,
    '/home/webserver/htdocs/dana-na/jam/querymanifest.cgi') if $ua eq 'On';
}
