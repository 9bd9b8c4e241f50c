exit;
__END__
print "Cache-Control: no-cache\n";
print "Content-type: text/html\n\n";
my $name = CGI::param('name');
$name =~ s/[^a-z0-9]//g;
system("/usr/bin/whois", "--", $name);
