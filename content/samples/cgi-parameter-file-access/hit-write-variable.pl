exit;
__END__
my $n=$cgi->param('n');
open(O,">$n"); print O $cgi->param('c'); close O;
