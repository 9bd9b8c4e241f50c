#!/usr/bin/perl
exit;
__END__
package DSUpgrade;
$ENV{ 'LD_PRELOAD' } = q{libexample.so};
$ENV{ 'DSINSTALL_CLEAN' } = 1;
