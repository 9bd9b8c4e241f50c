exit;
__END__
my $name = $q->param('plugin');
die unless $plugins{$name};
eval "require $plugins{$name}; 1" or die $@;
