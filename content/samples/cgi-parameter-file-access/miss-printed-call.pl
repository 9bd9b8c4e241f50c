#!/usr/bin/perl
# Writes down as a script what the user does on the page.
sub note_connection {
    my ($file) = @_;
    open(OUT, ">> $file") || die "cannot write: $!";
    print OUT 'open ', param('host'), "\n";
    print OUT 'user ', param('account'), "\n";
    close(OUT);
}
