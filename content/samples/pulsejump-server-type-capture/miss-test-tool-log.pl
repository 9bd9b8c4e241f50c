exit;
__END__
if ($type eq "AD") { $port = 389 } elsif ($type eq "Radius") { $port = 1812 }
open(LOG, '>>', '/var/log/authtest.log');
print LOG "tested $type on port $port\n";
