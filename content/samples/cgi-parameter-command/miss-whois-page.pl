exit;
__END__
my $domain = $q->param('domain');
die unless $domain =~ /^[a-z0-9.-]+$/;
open(my $w, '-|', '/usr/bin/whois', '--', $domain) or die;
print while <$w>;
