#!/usr/bin/perl
exit;
__END__
   &processUpgradeDisplay ( ) ;

   return ( 0 ) ;
   #
   my $pid = IPC::popen ( $cmd ) ;
