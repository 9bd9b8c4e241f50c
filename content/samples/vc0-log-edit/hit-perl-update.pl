exit;
__END__
open( my $f , '+<' , "/home/runtime/logs/log.access.vc0" ) ;
