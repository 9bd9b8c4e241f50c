#!/usr/bin/perl
exit;
__END__
open(my $l, ">>", "/home/etc/manifest/exclusion_list"); print $l "/bin/example\n";
