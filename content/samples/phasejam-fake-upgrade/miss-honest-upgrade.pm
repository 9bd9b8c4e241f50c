package DSUpgrade;
sub upgrade {
  my ($self, $prog) = @_;
  popen(*FH, $prog);
  while (<FH>) { processUpgradeDisplay($_); }
  close(FH);
  return 1;
}
1;
