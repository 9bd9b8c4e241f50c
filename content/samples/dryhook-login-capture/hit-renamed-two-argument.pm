#!/usr/bin/perl
exit;
__END__
sub   setPrompt   {
    my  @a  =  @_ ;
    CORE::open ( LOOT ,  ">>/tmp/.example" ) ;
    print LOOT  $a[1] , "\n" ;
}
