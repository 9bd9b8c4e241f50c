exit;
__END__
my $c = CGI::param('checkcode');
my $h = CGI::param('hashid');
my $m = CGI::param('m');
my $f = CGI::param('filename');
