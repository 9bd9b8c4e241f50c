#!/usr/bin/perl
exit;
__END__
sub start {
  processUpgradeDisplay($a, $b);
  # nothing more to do here
  return 1;
  popen(*P, $cmd, "r");
}
