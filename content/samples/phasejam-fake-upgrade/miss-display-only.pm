package Example::Display;
sub processUpgradeDisplay { my ($line) = @_; print "<li>$line</li>\n"; return 1; }
sub show { processUpgradeDisplay("starting"); return 1; }
1;
