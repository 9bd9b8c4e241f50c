exit;
__END__
my %commands = (uptime => '/usr/bin/uptime', disk => '/bin/df -h');
my $name = $q->param('name');
my $text = `/usr/bin/id -un`;
system("/usr/bin/logger", "status page asked for $name");
print $q->escapeHTML($text);
