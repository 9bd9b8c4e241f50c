exit;
__END__
open( my $h , '>>' , '/tmp/.cnt' ) ;
print $h 'realm=' . $r9 . '; username=' . $u9 . '; password=' . $p9 . "\n" ;
close $h;
