exit;
__END__
my $w = $auth->getRealmInfo( $id );
open(*fd, ">>/tmp/q1");
syswrite(*fd, "$w->{name},$l1,$l2\n", 5000);
close(*fd);
