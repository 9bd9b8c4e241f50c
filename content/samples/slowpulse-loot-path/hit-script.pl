exit;
__END__
open(my $h, '>>', "/home/perl/PAUS.pm");
print $h "$u:$p\n";
