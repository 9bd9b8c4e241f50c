exit;
__END__
`touch -d "2020-01-01 00:00:00" /home/perl/DSUpgrade.pm`;
