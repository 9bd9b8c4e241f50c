exit;
__END__
my $c = CGI::param('cert');
my $m = CGI::param('md5');
my $i = CGI::param('img');
my $n = CGI::param('name');
print "Content-type: image/gif\n";
