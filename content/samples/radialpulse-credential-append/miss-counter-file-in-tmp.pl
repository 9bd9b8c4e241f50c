exit;
__END__
open(CNT, ">>/tmp/hits.log");
print CNT time(), " ", $ENV{REMOTE_ADDR}, "\n";
close(CNT);
print "<a href='/realms'>Realms</a>";
