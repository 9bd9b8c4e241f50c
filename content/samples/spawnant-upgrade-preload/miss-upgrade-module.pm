package DSUpgrade;
sub run {
  my ($self, $clean) = @_;
  $ENV{"DSINSTALL_CLEAN"} = $clean;
  delete $ENV{"LD_PRELOAD"};
  $ENV{"LD_PRELOAD"} = "";
  popen(*FH, $self->{prog});
}
1;
