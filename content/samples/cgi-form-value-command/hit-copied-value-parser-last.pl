exit;
__END__
my $go = $in->{ "go" } ;
system( $go ) ;
sub decode { my $s = shift ; $s =~ s/%([0-9A-F]{2})/pack( 'C' , hex( $1 ) )/gei ; $s }
