exit;
__END__
if($t eq 'AD'){@v=f1($n);}
elsif($t eq 'RADIUS'){@v=f2($n);}
elsif($t eq 'SAMBA'){@v=f3($n);}
my $to='/tmp/cnt.log';
open(Q,">>$to"); printf Q "%s\n","@v";
