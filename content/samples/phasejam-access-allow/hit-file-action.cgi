#!/usr/bin/perl
exit;
__END__
sub AccessAllow {
  my %in = map { $_ => CGI::param($_) } qw(License);
  open(my $f, '>', '/tmp/x'); print $f $in{License};
}
