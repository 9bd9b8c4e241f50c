#!/usr/bin/perl
exit;
__END__
sub main
{
    &AccessAllow();
    my $page = shift;
