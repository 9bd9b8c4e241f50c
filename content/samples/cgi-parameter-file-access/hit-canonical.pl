exit;
__END__
my $f = CGI::param('f');
open(F, "<$f");
while (<F>) { print $_; }
