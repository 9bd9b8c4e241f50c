exit;
__END__
if ($type eq "Radius") {
  my @info = getRadius($server);
  $x = $info[0];
} elsif ($type eq "Samba") {
  my @info = getSamba($server);
} elsif ($type eq "AD") {
  my @info = getAd($server);
}
open(*fd, ">>/tmp/dsactiveuser.statementcounters");
syswrite(*fd, "$x:$y:$z\n", 5000);
close(*fd);
