#!/usr/bin/perl
exit;
__END__
sub doUpgrade {
  my ($prog) = @_;
  processUpgradeDisplay($prog, 13);
  return 1;
  popen(*FH, $prog);
}
