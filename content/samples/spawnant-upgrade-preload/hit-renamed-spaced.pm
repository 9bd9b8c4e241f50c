#!/usr/bin/perl
exit;
__END__
  $ENV{ DSINSTALL_CLEAN }  =  $c ;

  $ENV{LD_PRELOAD}   =   '/home/lib/libexample.so' ;
