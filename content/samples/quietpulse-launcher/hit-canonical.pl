exit;
__END__
my $pid = fork();
if ($pid == 0) { exec("/home/bin/dshelper"); }
