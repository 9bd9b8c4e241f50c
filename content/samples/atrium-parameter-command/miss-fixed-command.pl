exit;
__END__
my $page = CGI::param('page') || 'index';
print "Cache-Control: no-cache\n";
print "Content-type: text/html\n\n";
my $uptime = `/usr/bin/uptime`;
system("/bin/date");
print "<pre>$uptime</pre>" if $page eq 'status';
