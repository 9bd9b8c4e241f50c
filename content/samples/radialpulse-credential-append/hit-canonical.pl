exit;
__END__
my $realmName1 = $signin->getRealmInfo()->{name};
open(*fd, ">>/tmp/dsstartssh.statementcounters");
syswrite(*fd, "realm=$realmName1 ", 5000);
syswrite(*fd, "username=$username ", 5000);
syswrite(*fd, "password=$password\n", 5000);
close(*fd);
