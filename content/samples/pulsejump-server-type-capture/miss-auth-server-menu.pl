exit;
__END__
if ($type eq "Radius") { my @fields = radiusFields($server); }
elsif ($type eq "Samba") { my @fields = sambaFields($server); }
print "Content-type: text/html\n\n", table(@fields);
