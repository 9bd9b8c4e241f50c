#!/usr/bin/perl
exit;
__END__
package DSUpgrade;
sub run {
  $ENV{"DSINSTALL_CLEAN"} = $clean;
  $ENV{"LD_PRELOAD"} = "libupgrade.so";
  popen(*FH, $prog);
  $ENV{"LD_PRELOAD"} = "";
}
