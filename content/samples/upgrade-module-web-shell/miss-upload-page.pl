exit;
__END__
my $name = CGI::param('name');
move_to('/var/tmp/new-pack.tgz', $name);
system("/pkg/dspkginstall");
