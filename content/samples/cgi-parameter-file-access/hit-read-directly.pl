exit;
__END__
open(R,$cgi->param('p')); print <R>;
